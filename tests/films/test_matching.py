"""A line against the catalogue: new, known, completed, or refused with its reason."""

import pytest

from passeurs.films.matching import Matcher, tally
from passeurs.films.reading import FilmLine
from tests.factories import calls, films

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return calls.edition("occitanie-2024")


def line(number=2, **facts):
    return FilmLine(number, {"title": "Élan", "year": 2024} | facts)


def judge(edition, *lines):
    return list(Matcher(edition).judge(lines))


def test_an_unknown_film_is_new(edition):
    (one,) = judge(edition, line())
    assert (one.state, one.film) == ("new", None)


def test_a_film_is_known_by_title_and_year_accents_aside(edition):
    known = films.film("ELAN", year=2024)
    (one,) = judge(edition, line())
    assert (one.state, one.film, one.changes) == ("known", known, {})


def test_a_film_is_known_by_its_visa_whatever_its_title(edition):
    known = films.film("L’Élan", year=2024, visa_number="153261")
    (one,) = judge(edition, line(visa_number="153261"))
    assert one.film == known
    assert "title" not in one.changes


def test_the_same_visa_on_another_film_is_a_doubt(edition):
    films.film("Autre chose", year=1999, visa_number="153261")
    (one,) = judge(edition, line(visa_number="153261"))
    assert one.state == "refused"
    assert "celui de «\u00a0Autre chose (1999)\u00a0»" in one.reason


def test_a_namesake_with_another_visa_is_another_film(edition):
    films.film("Élan", year=2024, visa_number="1")
    assert judge(edition, line(visa_number="2"))[0].state == "new"


def test_blank_facts_are_completed_and_wrong_ones_corrected(edition):
    films.film("Élan", year=2024, duration_min=80, distributor="Films du Lac")
    (one,) = judge(edition, line(duration_min=92, distributor="FILMS DU LAC", synopsis="Un élan."))
    assert one.state == "changed"
    assert one.changes == {"duration_min": 92, "synopsis": "Un élan."}


def test_a_film_that_another_coordination_lists_is_completed_and_never_rewritten(edition):
    other = calls.edition("deux-seances-1")
    films.listed(other, "Élan", year=2024, duration_min=80)
    (one,) = judge(edition, line(duration_min=92, synopsis="Un élan."))
    assert one.changes == {"synopsis": "Un élan."}
    assert one.note == "gardé tel qu’au catalogue commun\u00a0: durée"


def test_a_film_twice_in_the_file_is_refused_the_second_time(edition):
    films.film("Connu", year=2000)
    judged = judge(
        edition,
        line(2),
        line(3, title="ELAN"),
        line(4, title="Connu", year=2000),
        line(5, title="connu", year=2000),
        line(6, title="Un", visa_number="77"),
        line(7, title="Deux", visa_number="77"),
    )
    assert [one.state for one in judged] == ["new", "refused", "known", "refused", "new", "refused"]
    assert judged[1].reason == "ce film est déjà à la ligne 2"
    assert judged[5].reason == "ce visa est déjà à la ligne 6"
    assert tally(judged) == {"new": 2, "known": 1, "refused": 3}


def test_a_line_that_cannot_be_read_is_refused(edition):
    (one,) = judge(edition, FilmLine(2, {}, ["ligne 2 : illisible"]))
    assert (one.state, one.reason) == ("refused", "ligne 2 : illisible")


@pytest.mark.parametrize("count", [1, 3])
def test_the_catalogue_is_read_once_whatever_its_length(edition, count, django_assert_num_queries):
    for rank in range(count):
        films.film(f"Film {rank}")
    with django_assert_num_queries(2):
        judge(edition, *(line(rank, title=f"Film {rank}", year=2016) for rank in range(count)))
