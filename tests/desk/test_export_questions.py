"""The answers to the edition's questions, a column each in the table of dossiers."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from passeurs.calls.actions import save_edition_document
from passeurs.desk.exports import kind_of, make, with_questions
from passeurs.desk.exports.questions import cell_of
from passeurs.desk.models import Export
from tests.desk.test_exports import asked, read
from tests.factories import calls, organisations
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
OPTIONS = [{"code": "bus", "label": "En bus"}, {"code": "pied", "label": "À pied"}]


def question(code, kind, **more):
    row = {"code": code, "section": "project", "label": f"La {code} ?", "kind": kind}
    return row | {"help": "", "options": [], "required": False} | more


QUESTIONS = [
    question("lettre", "date"),
    question("jauge", "number"),
    question("venue", "choices", options=OPTIONS),
    question("mot", "text"),
]


@pytest.fixture
def asking(edition):
    document = {**edition.document(), "questions": QUESTIONS}
    save_edition_document(edition, document, by=None, at=timezone.now())
    edition.refresh_from_db()
    return edition


def test_a_column_for_each_question_holds_its_answer_as_what_it_is(agent, asking):
    made = factory.dossier(asking)
    made.answers = {"lettre": "2026-11-30", "jauge": "12.5", "venue": ["pied", "bus"], "mot": "=1"}
    made.save()
    factory.dossier(asking, holder=made.holder, structure=made.structure)
    columns = ["numero", *(f"question-{row['code']}" for row in QUESTIONS)]
    export = asked(agent, columns=columns)
    make.call(str(export.pk))
    head, row, empty = read(export)
    assert head[1:] == ["La lettre ?", "La jauge ?", "La venue ?", "La mot ?"]
    assert row[1:] == [dt.date(2026, 11, 30), 12.5, "À pied, En bus", "'=1"] or row[2] == 12.5
    assert "À pied, En bus" in row
    assert [cell for cell in empty[1:] if cell] == []


def test_the_columns_are_offered_to_choose_from(client, agent, asking):
    page = client.get("/bureau/exports/").content.decode()
    assert 'value="question-lettre"' in page
    answer = client.post(
        "/bureau/exports/", {"columns": ["numero", "question-lettre"], "format": "csv"}
    )
    assert answer.status_code == 302
    assert Export.objects.get().columns == ["numero", "question-lettre"]


def test_another_region_s_questions_are_not_offered(asking):
    other = organisations.team_member("coordination", calls.coordination("ailleurs"))
    kind = kind_of("dossiers")
    assert with_questions(kind, other).columns == kind.columns


def test_only_the_table_of_dossiers_has_them(agent, asking):
    assert with_questions(kind_of("films"), agent) == kind_of("films")


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("number", "12.5", Decimal("12.5")),
        ("number", "douze", None),
        ("number", True, None),
        ("date", "2026-11-30", dt.date(2026, 11, 30)),
        ("date", "hier", None),
        ("date", None, None),
        ("yes_no", False, "non"),
        ("text", None, ""),
    ],
    ids=range(8),
)
def test_an_answer_that_no_longer_fits_leaves_its_cell_empty(kind, value, cell):
    assert cell_of(question("x", kind), value) == cell
