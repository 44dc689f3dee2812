"""A list is filled whole; what leaves it stays for those who chose it."""

import pytest

from passeurs.core.refusals import Refused
from passeurs.films.actions.importing import fill_list, put_back, withdraw_one
from passeurs.films.matching import Matcher
from passeurs.films.models import Film, ListedFilm
from passeurs.films.queries import catalogue, listings
from passeurs.films.reading import FilmLine
from passeurs.journal.models import Entry
from tests.factories import calls, films
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AT = calls.NOW


@pytest.fixture
def edition():
    return calls.edition("occitanie-2024")


def fill(edition, *rows, replaces=False, reason="", code="open_air"):
    lines = [
        FilmLine(number, {"title": title, "year": 2024} | facts)
        for number, (title, facts) in enumerate(rows, start=2)
    ]
    judged = list(Matcher(edition).judge(lines))
    return fill_list(edition, code, judged, replaces=replaces, reason=reason, by=person(), at=AT)


def titles(edition, **options):
    return [row.film.title for row in listings(edition, "open_air", **options)]


def test_new_films_enter_in_the_order_of_the_file_and_are_found(edition):
    found = fill(edition, ("Énergie", {"favourite": True}), ("Élan", {"duration_min": 12}))
    assert (found.created, found.entered, found.withdrawn) == (2, 2, [])
    assert titles(edition) == ["Énergie", "Élan"]
    assert [film.title for film in catalogue(edition, text="energie")] == ["Énergie"]
    assert ListedFilm.objects.get(film__title="Énergie").favourite
    assert Film.objects.get(title="Élan").is_short


def test_the_same_file_twice_changes_nothing(edition):
    fill(edition, ("Élan", {}))
    found = fill(edition, ("Élan", {}))
    assert (found.created, found.entered, found.changed) == (0, 0, 0)
    assert Film.objects.count() == 1


def test_namesakes_have_codes_of_their_own(edition):
    films.film("Élan", year=2024, visa_number="1", code="elan-2024")
    fill(edition, ("Élan", {"visa_number": "2"}), ("😀", {}))
    assert set(Film.objects.values_list("code", flat=True)) == {
        "elan-2024",
        "elan-2024-2",
        "film-2024",
    }


def test_known_films_are_completed_and_still_found(edition):
    films.film("Élan", year=2024)
    found = fill(edition, ("Élan", {"countries": "Québec", "original_title": "Moose"}))
    assert found.changed == 1
    assert [film.title for film in catalogue(edition, text="moose")] == ["Élan"]


def test_replacing_withdraws_the_others_with_the_reason(edition):
    fill(edition, ("a", {}), ("b", {}), ("c", {}))
    found = fill(edition, ("c", {}), ("b", {}), replaces=True, reason="Droits échus")
    assert titles(edition) == ["c", "b"]
    assert titles(edition, withdrawn=True) == ["a"]
    assert ListedFilm.objects.get(pk=found.withdrawn[0]).withdrawn_reason == "Droits échus"


def test_nothing_leaves_without_a_reason_and_nothing_is_half_written(edition):
    fill(edition, ("a", {}))
    with pytest.raises(Refused, match="dites pourquoi"):
        fill(edition, ("b", {}), replaces=True, reason="  ")
    assert titles(edition) == ["a"]
    assert not Film.objects.filter(title="b").exists()


def test_a_withdrawn_film_comes_back_with_the_next_file(edition):
    fill(edition, ("a", {}), ("b", {}))
    fill(edition, ("b", {}), replaces=True, reason="Droits échus")
    assert fill(edition, ("a", {})).entered == 1
    assert titles(edition) == ["b", "a"]
    assert ListedFilm.objects.get(film__title="a").withdrawn_reason == ""


def test_refused_lines_are_left_out(edition):
    found = fill(edition, ("a", {}), ("a", {}))
    assert found.created == 1


def test_one_film_is_taken_off_and_put_back_and_the_journal_says_so(edition):
    fill(edition, ("a", {}))
    listed = ListedFilm.objects.get()
    assert withdraw_one(listed, reason="Copie perdue", by=person(), at=AT) == [listed.pk]
    assert titles(edition) == []
    put_back(listed, by=person(), at=AT)
    assert titles(edition) == ["a"]
    entries = (
        Entry.objects.filter(verb__startswith="film.").order_by("pk").values_list("verb", "reason")
    )
    assert list(entries) == [
        ("film.import", ""),
        ("film.withdraw", "Copie perdue"),
        ("film.put_back", ""),
    ]


def test_a_long_list_is_written_in_batches(edition, django_assert_max_num_queries):
    rows = [(f"Film {rank}", {}) for rank in range(1_200)]
    with django_assert_max_num_queries(40):
        fill(edition, *rows)
    assert ListedFilm.objects.count() == 1_200
