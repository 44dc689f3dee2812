import pytest

from tests.eligibility.editions import DROP, verdict

COMPLETE, CVS, REPORT = "documents.complete", "documents.practitioner_cvs", "previous.report"


def cv(subject):
    return {"kind": "practitioner_cv", "for": subject}


def joined(*kinds):
    return {"documents": [kind if isinstance(kind, dict) else {"kind": kind} for kind in kinds]}


NEW = {"previous.took_part": False}
BACK = {"previous.took_part": True, "previous.unfinished": False}
UNSAID = {"previous.took_part": None, "holder.took_part_last_year": None}


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (NEW, "not_applicable"),
        (UNSAID, "unknown"),
        ({**BACK, **joined("previous_films")}, "met"),
        ({**BACK, **joined("free")}, "not_met"),
        ({**BACK, **joined()}, "unknown"),
        ({**BACK, **joined("")}, "unknown"),
        ({"previous": DROP}, "not_applicable"),
    ],
)
def test_the_first_edition_asks_the_films_of_those_who_return(changes, state):
    assert verdict(COMPLETE, changes=changes).state == state


def letters(*keys):
    return [{"kind": "partner_letter", "for": key} for key in keys]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (joined("schedule", *letters("p1", "p2", "p3")), "met"),
        (joined("schedule", *letters("p1", "p2")), "not_met"),
        (joined(*letters("p1", "p2", "p3")), "not_met"),
        (joined(), "unknown"),
    ],
)
def test_the_second_edition_asks_a_schedule_and_a_letter_of_each_partner(changes, state):
    assert verdict(COMPLETE, name="deux", changes=changes).state == state


def test_a_document_may_be_asked_of_each_person():
    each = {
        "documents": [{"kind": "diploma", "label": "Diplôme", "per": "person", "required": True}]
    }
    one = joined({"kind": "diploma", "for": "h1"})
    both = joined({"kind": "diploma", "for": "h1"}, {"kind": "diploma", "for": "h2"})
    assert verdict(COMPLETE, changes=one, of_edition=each).state == "not_met"
    assert verdict(COMPLETE, changes=both, of_edition=each).state == "met"


def test_the_missing_documents_are_named_in_the_right_number():
    found = verdict(COMPLETE, name="deux", changes=joined("free"))
    assert "Pièces manquantes" in found.reason
    assert "Calendrier des actions" in found.reason
    found = verdict(COMPLETE, name="deux", changes=joined("schedule"))
    assert "Pièce manquante" in found.reason


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (joined(cv("h1"), cv("h2")), "met"),
        (joined(cv("h1")), "not_met"),
        (joined(cv("h1"), cv("")), "unknown"),
        (joined(), "unknown"),
        ({"people.1.kind": "mediator", **joined(cv("h1"))}, "met"),
        ({"people.1.kind": "", **joined(cv("h1"))}, "not_met"),
        ({"people.0.kind": "mediator", "people.1.kind": "mediator", **joined()}, "not_applicable"),
        ({"people": []}, "unknown"),
        ({"people.1.name": "", **joined(cv("h1"))}, "not_met"),
    ],
)
def test_everyone_who_takes_part_has_a_cv(name, changes, state):
    assert verdict(CVS, name=name, changes=changes).state == state


def test_those_without_a_cv_are_named():
    found = verdict(CVS, changes=joined("free"))
    assert "Il manque le CV de Inès Valade et de Bastien Coudert." in found.reason


PARTS = {"note": "Note d’intention", "action_sheets": "Fiches", "structure_budget": "Budget"}
ASKED = [
    {"kind": kind, "label": label, "per": "form", "when": "always", "required": True}
    for kind, label in PARTS.items()
]
CHARGE = {"side": "charge", "code": "601", "amount": "10.00"}
PRODUCT = {"side": "product", "code": "70", "amount": "10.00"}


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        (joined(), []),
        ({"project.summary": "", "project.pathway": " "}, ["Note d’intention"]),
        ({"project.summary": ""}, []),
        ({"project": DROP}, ["Note d’intention"]),
        ({"actions.1.title": ""}, ["Fiches"]),
        ({"actions": []}, ["Fiches"]),
        ({"budget.structure": [CHARGE, PRODUCT]}, []),
        ({"budget.structure": [CHARGE]}, ["Budget"]),
        ({"budget.structure": [CHARGE, {**PRODUCT, "amount": "0.00"}]}, ["Budget"]),
        ({"budget.structure": DROP}, ["Budget"]),
    ],
)
def test_an_edition_may_ask_for_parts_of_the_form(changes, missing):
    found = verdict(COMPLETE, changes=changes, of_edition={"documents": ASKED})
    assert found.values["missing"] == missing
    assert found.state == ("unknown" if missing else "met")


def test_a_part_of_the_form_that_nothing_reads_is_never_missing():
    other = [{**ASKED[0], "kind": "poem"}]
    assert verdict(COMPLETE, of_edition={"documents": other}).state == "met"


def test_a_file_that_lacks_weighs_more_than_a_part_to_write():
    asked = [*ASKED, {"kind": "schedule", "label": "Calendrier", "required": True}]
    changes = {"project": DROP, **joined(cv("h1"))}
    found = verdict(COMPLETE, changes=changes, of_edition={"documents": asked})
    assert found.state == "not_met"
    assert found.values["missing"] == ["Note d’intention", "Calendrier"]


def test_editions_that_ship_ask_for_no_part_of_the_form():
    empty = {"project": DROP, "budget.structure": DROP, **NEW}
    assert verdict(COMPLETE, changes=empty).state == "not_applicable"
