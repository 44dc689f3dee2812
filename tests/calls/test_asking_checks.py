"""What the checker says of questions, hints, grid and words."""

import pytest

from passeurs.calls.asking_checks import changes
from passeurs.calls.checker import check
from tests.factories import calls

OPTIONS = [{"code": "a", "label": "A"}, {"code": "b", "label": "B"}]


def question(**more):
    row = {"code": "mot", "section": "project", "label": "Un mot ?", "kind": "text"}
    return row | {"help": "", "options": [], "required": False, "least": "", "most": ""} | more


def wrong(**parts):
    found = check(calls.document(**parts))
    return {one.where for one in found if one.level == "error"}


CASES = [
    ({"questions": [question(), question()]}, "questions"),
    ({"questions": [question(code=f"q{n}") for n in range(61)]}, "questions"),
    ({"questions": [question(code="Mot !")]}, "questions.Mot !"),
    ({"questions": [question(label=" ")]}, "questions.mot"),
    ({"questions": [question(section="cuisine")]}, "questions.mot"),
    ({"questions": [question(kind="couleur")]}, "questions.mot"),
    ({"questions": [question(kind="choice", options=OPTIONS[:1])]}, "questions.mot"),
    ({"questions": [question(kind="choice", options=OPTIONS * 2)]}, "questions.mot"),
    (
        {"questions": [question(kind="choice", options=[*OPTIONS, {"code": "c", "label": ""}])]},
        "questions.mot",
    ),
    ({"questions": [question(max_length=0)]}, "questions.mot"),
    ({"questions": [question(kind="number", least="deux")]}, "questions.mot"),
    ({"questions": [question(kind="number", least="NaN")]}, "questions.mot"),
    ({"questions": [question(kind="number", least="3", most="2")]}, "questions.mot"),
    ({"questions": [question(kind="date", most="2027-02-30")]}, "questions.mot"),
    ({"hints": [{"section": "cuisine", "body": "x"}]}, "hints"),
    ({"hints": [{"section": "budget", "body": "x"}] * 2}, "hints"),
    ({"grid": [{"code": "a", "label": "A"}] * 2}, "grid"),
    ({"grid": [{"code": "a", "label": ""}]}, "grid.a"),
    ({"grid": [{"code": "a", "label": "A", "minimum": 5}]}, "grid.a"),
    ({"grid": [{"code": "a", "label": "A", "comment_under": 6}]}, "grid.a"),
    ({"grid": [{"code": "a", "label": "A", "weight": 0}]}, "grid.a"),
    ({"wordings": [{"kind": "filed", "subject": "a", "body": "b"}] * 2}, "wordings"),
    ({"wordings": [{"kind": "fete", "subject": "a", "body": "b"}]}, "wordings"),
    ({"wordings": [{"kind": "filed", "subject": "", "body": "b"}]}, "wordings.filed"),
    ({"wordings": [{"kind": "filed", "subject": "a\nb", "body": "b"}]}, "wordings.filed"),
    ({"wordings": [{"kind": "filed", "subject": "a", "body": "b" * 20_001}]}, "wordings.filed"),
    ({"wordings": [{"kind": "filed", "subject": "a", "body": "{nom}"}]}, "wordings.filed"),
]


@pytest.mark.parametrize(("parts", "place"), CASES, ids=range(len(CASES)))
def test_each_fault_is_told_where_it_is(parts, place):
    assert place in wrong(**parts)


def test_a_required_question_without_its_rule_is_a_remark():
    found = check(calls.document(questions=[question(required=True)]))
    assert [one.level for one in found if one.where == "questions"] == ["warning"]


def test_what_becomes_of_the_answers_given_is_told():
    before = {"questions": [question(), question(code="b", kind="choice", options=OPTIONS)]}
    after = {"questions": [question(code="b", kind="choice", options=OPTIONS[:1])]}
    told = [one.sentence for one in changes(before, after, {"mot": 1, "b": 3})]
    assert len(told) == 2
    assert "un dossier y a répondu" in told[0]
    assert "3 dossiers y ont répondu" in told[1]
    assert list(changes(before, after, {})) == []
    assert list(changes(before, before, {"mot": 1, "b": 3})) == []
