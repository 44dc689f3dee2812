import pytest

from tests.eligibility.editions import verdict


def person(key, kind, name="Inès Valade"):
    return {"key": key, "name": name, "kind": kind}


def taking_part(*keys, people):
    changes = {f"actions.{rank}.practitioners": [] for rank in range(3)}
    return {**changes, "actions.1.practitioners": list(keys), "people": list(people)}


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (taking_part("h1", people=[person("h1", "artist")]), "met"),
        (taking_part("h1", people=[person("h1", "professional")]), "met"),
        (taking_part(people=[person("h1", "artist")]), "unknown"),
        (taking_part(people=[]), "unknown"),
        (taking_part("h9", people=[]), "unknown"),
        (taking_part("h1", people=[person("h1", "")]), "unknown"),
        (taking_part("h1", people=[person("h1", "artist", name="")]), "unknown"),
        (taking_part("h1", "h9", people=[person("h1", "mediator")]), "unknown"),
        (taking_part("h1", people=[person("h1", "mediator")]), "not_met"),
    ],
)
def test_an_artist_or_a_professional_takes_part(name, changes, state):
    assert verdict("artistic.professionals", name=name, changes=changes).state == state


def test_the_verb_agrees_with_those_who_take_part():
    one = taking_part("h1", people=[person("h1", "artist")])
    assert "Valade intervient" in verdict("artistic.professionals", changes=one).reason
    assert "Coudert interviennent" in verdict("artistic.professionals").reason


def venues(*kinds, partners, name="Le Palace"):
    changes = {
        f"actions.{rank}.venue": {"name": name, "kind": kind} for rank, kind in enumerate(kinds)
    }
    return {**changes, "partners": partners}


HALL = {"key": "p1", "name": "Le Palace", "functions": ["screening"]}
CLUB = {"key": "p2", "name": "Ciné-Club", "functions": ["cinema"]}


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (venues("cinema", "other", "other", partners=[]), "met"),
        (venues("other", "other", "other", partners=[HALL]), "to_confirm"),
        (venues("other", "other", "other", partners=[CLUB]), "not_met"),
        (venues("other", "", "other", partners=[CLUB]), "not_met"),
        (venues("", "other", "other", partners=[CLUB]), "unknown"),
        (venues("other", "other", "other", partners=[{"name": "Le Palace"}]), "unknown"),
        (venues("other", "other", "other", partners=[HALL | {"name": ""}]), "unknown"),
        (venues("cinema", "other", "other", partners=[CLUB], name=""), "unknown"),
        ({"actions": [], "partners": []}, "unknown"),
    ],
)
def test_the_local_cinema_is_part_of_it(name, changes, state):
    assert verdict("artistic.local_cinema", name=name, changes=changes).state == state


def test_the_local_cinema_is_advice_where_the_edition_says_so():
    assert verdict("artistic.local_cinema").blocking is False
