import pytest

from tests.eligibility.editions import dossier, verdict

BLANK = {"key": "x", "title": "", "kind": ""}


def action(kind="", *, title="Une action", nature=""):
    return {"key": kind or title, "title": title, "kind": kind, "nature": nature}


SEE, DO = action("open_air"), action("creation_workshop")


@pytest.mark.parametrize(
    ("name", "actions", "state", "words"),
    [
        ("occitanie", [SEE, DO, DO], "met", "3 actions"),
        ("occitanie", [SEE, DO, DO, DO], "met", "4 actions"),
        ("occitanie", [SEE, DO], "not_met", "au moins 3"),
        ("occitanie", [DO], "not_met", "compte 1 action ;"),
        ("occitanie", [], "unknown", "Aucune action"),
        ("occitanie", [SEE, DO, BLANK], "unknown", "encore vide"),
        ("occitanie", [SEE, BLANK], "not_met", "compte 1 action ;"),
        ("deux", [SEE, DO], "met", "2 actions"),
        ("deux", [SEE], "not_met", "au moins 2"),
    ],
)
def test_the_actions_are_counted(name, actions, state, words):
    found = verdict("pathway.min_actions", name=name, changes={"actions": actions})
    assert found.state == state
    assert words in found.reason.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(
    ("actions", "state"),
    [
        ([SEE, DO], "met"),
        ([DO, DO, DO], "not_met"),
        ([SEE, SEE], "not_met"),
        ([action("programming_workshop"), SEE], "met"),
        ([action("programming_workshop", nature="voir"), DO], "not_met"),
        ([], "unknown"),
        ([BLANK], "unknown"),
        ([DO, action()], "unknown"),
        ([DO, BLANK], "unknown"),
        ([DO, action(nature="voir")], "met"),
        ([action("ballet", nature="voir"), DO], "met"),
    ],
)
def test_voir_and_faire_are_both_there(name, actions, state):
    assert verdict("pathway.see_and_do", name=name, changes={"actions": actions}).state == state


def test_a_showing_of_the_participants_films_is_voir():
    changes = {"actions": [action("own_films_screening"), DO]}
    assert verdict("pathway.see_and_do", changes=changes).state == "met"


@pytest.mark.parametrize(
    ("rule", "setting"),
    [
        ("pathway.min_actions", {"pathway.min_actions": None}),
        ("pathway.see_and_do", {"pathway.natures_required": []}),
    ],
)
def test_an_edition_may_ask_neither(rule, setting):
    assert verdict(rule, of_edition=setting).state == "not_applicable"


def test_the_example_has_three():
    assert len(dossier()["actions"]) == 3
