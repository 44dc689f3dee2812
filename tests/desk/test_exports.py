"""Tables of the region's dossiers: what is in them, who asks, how they are made."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from passeurs.core.refusals import Refused
from passeurs.desk import tasks
from passeurs.desk.actions.dockets import assign, put_label, read_dockets
from passeurs.desk.actions.exports import ask_for_export, forget_exports
from passeurs.desk.enums import ExportState
from passeurs.desk.exports import KINDS, kind_of, make, table_of
from passeurs.desk.models import ColumnChoice, Export
from passeurs.desk.queries.dossiers import Filters, found
from passeurs.dossiers.models import Action, ActionFilm, Dossier, Partner
from passeurs.journal.models import Entry
from tests.factories import calls, organisations
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
AT = factory.AT + timedelta(hours=1)
ASK = "/bureau/exports/"


@pytest.fixture
def made(edition):
    made = factory.complete_dossier(edition, title="=HYPERLINK(0)")
    ActionFilm.objects.create(action=made.actions.first(), free_title="Énergie")
    read_dockets(at=AT)
    return made


def asked(agent, kind="dossiers", code="xlsx", columns=(), filters=None):
    export = Export(
        kind=kind,
        format=code,
        columns=list(columns),
        filters=(filters or Filters()).as_json(),
    )
    return ask_for_export(export, by=agent, at=AT)


def read(export):
    """The cells of the table, as a reader of spreadsheets finds them."""
    export.refresh_from_db()
    assert export.state == ExportState.DONE
    content = export.file.open("rb").read()
    if export.format == "csv":
        text = content.decode("utf-8-sig")
        return [line.split(";") for line in text.splitlines()]
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("code", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_table_is_made_in_each_format_with_every_column(agent, made, kind, code):
    columns = [column.code for column in KINDS[kind].columns]
    export = asked(agent, kind, code, columns)
    make.call(str(export.pk))
    head, *rows = read(export)
    assert [cell.strip('"') for cell in head] == [one.label for one in KINDS[kind].columns]
    assert len(rows) == export.total >= 1
    assert export.done == export.total


def test_a_row_says_what_the_dossier_says(agent, made):
    assign([made], agent, by=agent, at=AT)
    put_label([made], "À rappeler", by=agent, at=AT)
    put_label([made], "Phare", by=agent, at=AT)
    columns = ["numero", "etat", "demande", "suivi", "etiquettes", "statut", "deja"]
    export = asked(agent, columns=columns)
    make.call(str(export.pk))
    (row,) = read(export)[1:]
    assert row == [
        made.reference,
        "En préparation",
        agent.get_full_name(),
        "À rappeler, Phare",
        "Association",
        "non",
        4800.0,
    ]


@pytest.mark.parametrize(
    ("kind", "column", "section"),
    [("actions", "nature", "natures"), ("partenaires", "fonctions", "functions")],
)
def test_what_an_edition_names_itself_is_said_in_its_words(
    agent, edition, made, kind, column, section
):
    own = [{"code": "fabriquer", "label": "Fabriquer ensemble"}]
    edition.document_cache = edition.document() | {section: own}
    edition.save(update_fields=["document_cache"])
    Action.objects.filter(dossier=made).update(nature="fabriquer")
    Partner.objects.filter(dossier=made).update(functions=["fabriquer"])
    export = asked(agent, kind, columns=[column])
    make.call(str(export.pk))
    assert {row[0] for row in read(export)[1:]} == {"Fabriquer ensemble"}


def test_a_text_that_looks_like_a_formula_is_a_text(agent, made):
    export = asked(agent, code="csv", columns=["projet"])
    make.call(str(export.pk))
    assert read(export)[1][0].lstrip('"').startswith("'=")


def test_the_columns_come_in_the_kind_s_order_and_the_usual_ones_by_default():
    kind = kind_of("dossiers")
    assert [one.code for one in kind.chosen(["demande", "numero", "inventé"])] == [
        "numero",
        "demande",
    ]
    assert kind.chosen([]) == [one for one in kind.columns if one.is_usual]
    with pytest.raises(Refused, match="n’existe pas"):
        kind_of("mystère")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_table_is_one_question_whatever_its_length(agent, edition, kind, count):
    structure = organisations.structure()
    Dossier.objects.bulk_create(
        Dossier(
            edition=edition,
            structure=structure,
            reference=f"R-{rank:03d}",
            created_at=AT,
            updated_at=AT,
        )
        for rank in range(count)
    )
    table = table_of(KINDS[kind], [], found(agent, Filters()), told=lambda _rank: None)
    with CaptureQueriesContext(connection) as questions:
        rows = list(table.rows)
    assert len(questions) == 1
    assert len(rows) == (count if kind == "dossiers" else 0)


def test_only_what_was_filtered_is_in_the_table(agent, edition, made):
    factory.dossier(edition, title="Autre")
    kept = Filters(edition=edition, least=Decimal("4800.00"), most=Decimal("4800.00"))
    assert Filters.of_json(kept.as_json()) == Filters(
        edition=edition.pk, least=kept.least, most=kept.most
    )
    export = asked(agent, columns=["numero"], filters=kept)
    make.call(str(export.pk))
    assert [row[0] for row in read(export)[1:]] == [made.reference]


def test_another_region_s_dossiers_are_in_nobody_else_s_table(agent, made):
    factory.dossier(calls.edition("deux-seances-1"), title="KANARI")
    export = asked(agent, columns=["projet"])
    make.call(str(export.pk))
    assert len(read(export)) == 2


def test_a_dossier_one_reads_for_the_drac_is_not_exported(client, edition, made):
    drac = organisations.team_member("drac", edition.coordination)
    client.force_login(drac)
    assert client.get(ASK).status_code == 403
    assert client.post(ASK).status_code == 403


def test_asking_chooses_keeps_and_leads_to_where_it_stands(client, agent, made):
    page = client.get(ASK, {"table": "actions", "liste": "departement=46"})
    assert "Une action par ligne" in page.text
    given = {"format": "ods", "columns": ["numero", "action"], "liste": "porteur=association"}
    given |= {"nom": "Mes actions", "partage": "on"}
    answer = client.post(f"{ASK}?table=actions", given)
    export = Export.objects.get()
    assert answer["Location"] == reverse("desk:export", args=[export.pk])
    assert export.filters["kind"] == "association"
    assert "se prépare" in client.get(answer["Location"]).text
    assert client.get(reverse("desk:export_file", args=[export.pk])).status_code == 404
    make.call(str(export.pk))
    assert "Le télécharger" in client.get(answer["Location"]).text
    sent = client.get(reverse("desk:export_file", args=[export.pk]))
    assert sent["Content-Disposition"] == 'attachment; filename="passeurs-actions.ods"'
    assert b"".join(sent.streaming_content)[:2] == b"PK"
    choice = ColumnChoice.objects.get()
    assert (choice.name, choice.columns, choice.is_shared) == (
        "Mes actions",
        ["numero", "action"],
        True,
    )
    page = client.get(ASK, {"table": "actions", "choix": choice.pk}).text
    assert page.count(" checked") == 3  # two columns and a format
    assert Entry.objects.get(verb="export.asked").actor == agent


@pytest.mark.parametrize(
    "given",
    [
        {"format": "xlsx"},
        {"format": "exe", "columns": ["numero"]},
        {"format": "xlsx", "columns": ["inventé"]},
    ],
)
def test_a_choice_that_makes_no_sense_is_told(client, agent, made, given):
    answer = client.post(ASK, given)
    assert answer.status_code == 422
    assert not Export.objects.exists()


def test_three_tables_at_a_time_are_enough(client, agent, made):
    for _ in range(3):
        asked(agent)
    answer = client.post(ASK, {"format": "csv", "columns": ["numero"]})
    assert answer.status_code == 422
    assert "Trois exports sont déjà en cours" in answer.text


def test_somebody_of_no_coordination_keeps_no_columns(client, agent, made):
    agent.teams.all().delete()
    assert client.post(ASK, {"format": "csv", "columns": ["numero"]}).status_code == 403


def test_another_s_table_is_not_found(client, agent, edition, made):
    export = asked(agent)
    client.force_login(organisations.team_member("coordination", edition.coordination))
    for name in ("desk:export", "desk:export_file"):
        assert client.get(reverse(name, args=[export.pk])).status_code == 404


def test_making_twice_or_what_is_gone_does_nothing(agent, made):
    export = asked(agent)
    make.call(str(export.pk))
    (first,) = Export.objects.values_list("file")
    make.call(str(export.pk))
    assert Export.objects.values_list("file").get() == first
    make.call("00000000-0000-0000-0000-000000000000")


def test_a_table_that_cannot_be_made_is_told(client, agent, made, monkeypatch):
    export = asked(agent)
    Export.objects.filter(pk=export.pk).update(kind="mystère")
    make.call(str(export.pk))
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    Export.objects.filter(pk=export.pk).update(kind="dossiers")
    assert "n’a pas pu être préparé" in client.get(reverse("desk:export", args=[export.pk])).text


def test_a_day_later_nothing_is_left(agent, made):
    first, second = asked(agent), asked(agent)
    make.call(str(first.pk))
    first.refresh_from_db()
    storage, name = first.file.storage, first.file.name
    tasks.forget.call()  # the hour has not come
    assert storage.exists(name)
    assert forget_exports(at=AT + timedelta(days=1)) == 2
    assert not Export.objects.filter(pk__in=[first.pk, second.pk]).exists()
    assert not storage.exists(name)
