import pytest

from passeurs.films.queries import catalogue, film_of, listed, pickable
from tests.factories import contacts as make
from tests.factories import films

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make.edition()


def titles(found):
    return [film.title for film in found]


def test_a_film_is_pickable_only_from_the_list_of_the_action(edition):
    films.listed(edition, "Dehors", lists=["open_air"])
    films.listed(edition, "Dedans", lists=["accompanied"])
    films.listed(edition, "Partout", lists=["open_air", "accompanied"])
    assert titles(pickable(edition, "open_air")) == ["Dehors", "Partout"]
    assert titles(pickable(edition, "accompanied")) == ["Dedans", "Partout"]


def test_an_action_without_a_list_has_nothing_to_pick(edition):
    films.listed(edition, "Dehors")
    assert titles(pickable(edition, "")) == []


def test_another_editions_list_offers_nothing_here(edition):
    other = make.edition(make.coordination("ailleurs"), "ailleurs-2024")
    films.listed(other, "D’ailleurs")
    assert titles(pickable(edition, "open_air")) == []


def test_a_withdrawn_film_is_no_longer_pickable_but_its_page_stays(edition):
    film = films.listed(edition, "Retiré", withdrawn_at=make.AT)
    assert titles(pickable(edition, "open_air")) == []
    assert film_of(edition, film.pk) == film


@pytest.mark.parametrize("typed", ["ete", "ÉTÉ", "l'été", "L’Été à Sète", "varda 1962"])
def test_the_search_ignores_accents_case_and_apostrophes(edition, typed):
    films.listed(edition, "L’Été à Sète", directors="Agnès Varda", year=1962)
    films.listed(edition, "Un autre")
    assert titles(pickable(edition, "open_air", typed)) == ["L’Été à Sète"]


@pytest.mark.parametrize("typed", ["%", "_", "'; DROP TABLE--", "\u202e", "🎬"])
def test_odd_signs_are_searched_as_nothing(edition, typed):
    films.listed(edition, "Un film")
    assert len(pickable(edition, "open_air", typed)) in {0, 1}


def test_a_title_beginning_with_an_accent_is_sorted_among_the_others(edition):
    for title in ("Zazie", "Être et avoir", "Adama"):
        films.listed(edition, title)
    assert titles(listed(edition)) == ["Adama", "Être et avoir", "Zazie"]


def test_a_film_on_both_lists_appears_once(edition):
    films.listed(edition, "Partout", lists=["open_air", "accompanied"])
    assert titles(catalogue(edition)) == ["Partout"]


def test_what_suits_the_younger_suits_the_older(edition):
    films.listed(edition, "Petit", audience="small")
    films.listed(edition, "Grand", audience="adult")
    assert titles(catalogue(edition, audience="teen")) == ["Petit"]
    assert titles(catalogue(edition, audience="adult")) == ["Grand", "Petit"]


def test_a_theme_is_matched_whole(edition):
    films.listed(edition, "École", themes=["school"])
    films.listed(edition, "Art", themes=["art"])
    assert titles(catalogue(edition, theme="art")) == ["Art"]


@pytest.mark.parametrize(
    ("length", "expected"), [("short", ["A59"]), ("medium", ["B60", "C90"]), ("long", ["D91"])]
)
def test_lengths_share_the_minutes_and_leave_the_unknown_out(edition, length, expected):
    for title, minutes in (("A59", 59), ("B60", 60), ("C90", 90), ("D91", 91), ("E", None)):
        films.listed(edition, title, duration_min=minutes)
    assert titles(catalogue(edition, length=length)) == expected


@pytest.mark.parametrize(
    ("access", "expected"),
    [("sme", ["Lu"]), ("ad", ["Dit"]), ("wordless", ["Muet"]), ("vost", ["Original"]), ("vf", [])],
)
def test_an_unknown_version_is_in_no_access(edition, access, expected):
    films.listed(edition, "Lu", has_subtitles_sme=True)
    films.listed(edition, "Dit", has_audiodescription=True, has_subtitles_sme=False)
    films.listed(edition, "Muet", versions=["wordless"])
    films.listed(edition, "Original", versions=["vost"])
    films.listed(edition, "Inconnu")
    assert titles(catalogue(edition, access=access)) == expected
