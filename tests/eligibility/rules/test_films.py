import pytest

from tests.eligibility.editions import verdict

RULE = "films.from_lists"


def film(title="Swagger", *, of="open_air", listed=True, visa_on=None):
    return {"title": title, "list": of, "listed": listed, "visa_on": visa_on}


def screening(*films, kind="open_air", starts_on=None):
    return {
        "key": kind,
        "title": "Une soirée",
        "kind": kind,
        "films": list(films),
        "starts_on": starts_on,
    }


WORKSHOP = screening(film(listed=False), kind="creation_workshop")


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(
    ("actions", "state"),
    [
        ([screening(film()), WORKSHOP], "met"),
        ([screening(film(of="accompanied"))], "not_met"),
        ([screening(film(listed=False))], "not_met"),
        ([screening(film(), film("Un court", of=None, listed=False))], "not_met"),
        ([screening(film(listed=None))], "to_confirm"),
        ([screening(film(of=None))], "to_confirm"),
        ([screening()], "unknown"),
        ([screening(film(""))], "unknown"),
        ([screening(film()), screening(film("Autre"), kind="")], "unknown"),
        ([WORKSHOP], "not_applicable"),
        ([WORKSHOP, screening(kind="")], "unknown"),
        ([], "unknown"),
    ],
)
def test_every_screening_takes_its_films_from_its_list(name, actions, state):
    assert verdict(RULE, name=name, changes={"actions": actions}).state == state


def test_each_kind_of_screening_has_its_own_list():
    regional = screening(film(of="accompanied"), kind="accompanied_screening")
    national = screening(film(of="open_air"), kind="accompanied_screening")
    assert verdict(RULE, changes={"actions": [regional]}).state == "met"
    assert verdict(RULE, changes={"actions": [national]}).state == "not_met"


def test_the_films_of_the_participants_come_from_nowhere():
    own = screening(film("Le jardin", of=None, listed=None), kind="own_films_screening")
    assert verdict(RULE, changes={"actions": [own]}).state == "not_applicable"


@pytest.mark.parametrize(
    ("films", "words"),
    [
        ([film("A", listed=False)], "Le film « A » n’est pas"),
        (
            [film("A", listed=False), film("B", listed=False)],
            "Les films « A » et « B » ne sont pas",
        ),
    ],
)
def test_the_films_outside_are_named(films, words):
    found = verdict(RULE, changes={"actions": [screening(*films)]})
    assert words in found.reason.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("visa_on", "starts_on", "is_warned"),
    [
        ("2023-07-12", "2024-07-11", True),
        ("2023-07-12", "2024-07-12", False),
        ("2024-02-29", "2025-02-28", True),
        ("2024-02-29", "2025-03-01", False),
        (None, "2024-07-12", False),
        ("2023-07-12", None, False),
    ],
)
def test_a_young_visa_is_warned_of_and_refuses_nothing(visa_on, starts_on, is_warned):
    shown = screening(film("Neuf", visa_on=visa_on), starts_on=starts_on)
    found = verdict(RULE, changes={"actions": [shown]})
    assert found.state == "met"
    assert ("moins d’un an" in found.hint) is is_warned


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        (("A",), "Le film « A » a été retiré de la liste depuis"),
        (("A", "B"), "Les films « A » et « B » ont été retirés"),
    ],
)
def test_a_film_withdrawn_since_it_was_chosen_is_for_the_coordination_to_confirm(titles, words):
    chosen = [film(title, listed=False) | {"withdrawn": True} for title in titles]
    found = verdict(RULE, changes={"actions": [screening(*chosen)]})
    assert found.state == "to_confirm"
    assert words in found.reason.replace("\u00a0", " ")


def test_a_film_withdrawn_from_another_list_was_never_right():
    chosen = film("A", of="accompanied", listed=False) | {"withdrawn": True}
    assert verdict(RULE, changes={"actions": [screening(chosen)]}).state == "not_met"
