import pytest

from tests.eligibility.editions import verdict

RULE = "questions.answered"
CLAUSES = [{"code": "questions", "number": "9", "title": "Questions"}]
RULES = [{"code": RULE, "clause": "questions", "blocking": True}]
OPTIONS = [{"code": "bus", "label": "En bus"}, {"code": "pied", "label": "À pied"}]


def question(code="lettre", **more):
    row = {"code": code, "section": "partners", "label": f"La {code} ?", "kind": "text"}
    return row | {"required": True} | more


def answered(questions, answers):
    asked = {"questions": questions, "rules": RULES, "clauses": CLAUSES}
    rows = [{"code": code, "value": value} for code, value in answers.items()]
    return verdict(RULE, changes={"answers": rows}, of_edition=asked)


def test_a_required_question_without_answer_is_to_complete_where_it_is_asked():
    found = answered([question()], {})
    assert (found.state, found.blocking, found.section) == ("unknown", True, "partners")
    assert found.reason == "«\xa0La lettre\u202f?\xa0» n’a pas encore sa réponse."
    assert found.is_blocking_now


def test_the_first_questions_left_are_named_and_the_others_counted():
    found = answered([question(f"q{rank}") for rank in range(7)], {"q0": "Oui"})
    assert "La q1" in found.reason
    assert "et 1 de plus n’ont pas" in found.reason
    assert found.values["questions"] == [f"q{rank}" for rank in range(1, 7)]


def test_an_optional_question_asks_nothing():
    assert answered([question(required=False)], {}).state == "not_applicable"
    assert answered([], {}).state == "not_applicable"


def test_the_questions_answered_are_counted():
    found = answered(
        [question(), question("date", kind="date")], {"lettre": "x", "date": "2026-11-30"}
    )
    assert found.state == "met"
    assert "2\xa0questions obligatoires" in found.reason


CASES = [
    ("text", {}, "Oui", True),
    ("text", {}, "  ", False),
    ("prose", {}, 12, False),
    ("number", {}, "12.50", True),
    ("number", {}, "douze", False),
    ("number", {}, "NaN", False),
    ("number", {}, None, False),
    ("number", {"least": "1", "most": "10"}, "10", True),
    ("number", {"least": "1", "most": "10"}, "11", False),
    ("number", {"least": "1"}, "0.5", False),
    ("number", {"least": "un"}, "0.5", False),
    ("date", {}, "2027-02-28", True),
    ("date", {}, "2027-02-30", False),
    ("date", {"most": "2027-01-31"}, "2027-02-01", False),
    ("choice", {"options": OPTIONS}, "bus", True),
    ("choice", {"options": OPTIONS}, "avion", False),
    ("choice", {"options": OPTIONS}, ["bus"], False),
    ("choices", {"options": OPTIONS}, ["avion", "bus"], True),
    ("choices", {"options": OPTIONS}, ["avion", 3], False),
    ("choices", {"options": OPTIONS}, "bus", False),
    ("yes_no", {}, False, True),
    ("yes_no", {}, None, False),
    ("yes_no", {}, "true", False),
]


@pytest.mark.parametrize(("kind", "more", "value", "fits"), CASES, ids=range(len(CASES)))
def test_an_answer_is_one_to_the_question_as_it_is_asked_now(kind, more, value, fits):
    found = answered([question(kind=kind, **more)], {"lettre": value})
    assert found.state == ("met" if fits else "unknown")


def test_answers_of_the_wrong_shape_are_no_answers():
    asked = {"questions": [question()], "rules": RULES, "clauses": CLAUSES}
    found = verdict(RULE, changes={"answers": {"lettre": "Oui"}}, of_edition=asked)
    assert found.state == "unknown"
