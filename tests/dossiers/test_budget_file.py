"""The budget in a spreadsheet: exported, filled, compared cell by cell, written whole or not."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.rows import add_row
from passeurs.dossiers.budget_book import FUNDERS, MANUAL, book_of
from passeurs.dossiers.budget_lines import REQUEST, keys
from passeurs.dossiers.budget_reading import read_budget
from passeurs.dossiers.models import BudgetLine, FieldChange
from passeurs.journal.models import Entry
from passeurs.organisations.models import Membership
from passeurs.spreadsheets.models import PendingFile
from passeurs.spreadsheets.reading import open_book
from passeurs.spreadsheets.writing import Column, Table, write
from tests.factories import dossiers as factory
from tests.factories.accounts import person
from tests.factories.spreadsheets import upload, xlsx

CODES = ("xlsx", "ods")
HEAD = ("Repère", "Compte", "Intitulé", "Montant")
FUNDER_HEAD = (
    "Repère",
    "Financeur",
    "Sorte de financeur",
    "Montant",
    "Où en est la demande",
    "Décision le",
)
pytestmark = pytest.mark.django_db


def exported(dossier, code):
    output = io.BytesIO()
    write(book_of(dossier), code, output)
    return output


def workbook(**sheets):
    """A workbook of sheets named by keyword, each a list of rows under its heading."""
    tables = [
        Table(title, tuple(Column(f"c{rank}") for rank in range(8)), rows, has_heading=False)
        for title, rows in sheets.items()
    ]
    output = io.BytesIO()
    write(tables, "xlsx", output)
    return output.getvalue()


def project(*rows):
    return workbook(Projet=[HEAD, *((code, "", "", amount) for code, amount in rows)])


def funders(*rows):
    return workbook(Financeurs=[FUNDER_HEAD, *rows])


def read(content, dossier):
    return read_budget(open_book(io.BytesIO(content)), dossier)


def reasons(proposal):
    return [cell.reason for cell in proposal.refused]


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


@pytest.fixture
def address(ready):
    return reverse("dossiers:budget_file", args=[ready.pk])


@pytest.fixture
def confirm(holder, ready):
    def post(version=None, **more):
        version = ready.sections.get(code="budget").version if version is None else version
        url = reverse("dossiers:budget_confirm", args=[ready.pk])
        return holder.post(url, {"_version": version, **more})

    return post


def send(client, address, content, name="budget.xlsx"):
    return client.post(address, {"file": upload(content, name)})


# ------------------------------------------------------------------------------ the workbook


@pytest.mark.parametrize("code", CODES)
def test_what_is_exported_comes_back_without_a_change(ready, code):
    proposal = read_budget(open_book(exported(ready, code)), ready)
    assert (proposal.changed, proposal.refused, proposal.absent) == ([], [], 0)
    assert proposal.same > len(keys())


AMOUNTS = st.decimals(0, Decimal("9999999999.99"), places=2)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.dictionaries(st.sampled_from(sorted(keys())), AMOUNTS, max_size=30))
def test_whatever_the_budget_its_round_trip_changes_nothing(ready, amounts):
    ready.budgetlines.all().delete()
    for name, amount in amounts.items():
        ready.budgetlines.create(**keys()[name], amount=amount)
    proposal = read_budget(open_book(exported(ready, "ods")), ready)
    assert (proposal.changed, proposal.refused) == ([], [])


def test_the_workbook_holds_its_manual_its_totals_and_every_line(ready):
    book = open_book(exported(ready, "xlsx"))
    assert [sheet.name for sheet in book.sheets] == [MANUAL, "Projet", FUNDERS, "Structure"]
    rows = [row.cells for row in book.sheet("Projet").rows()]
    totals = {row[2]: row[3] for row in rows if row[0] == "somme"}
    assert totals["Total\u00a0: charges"] == 9480
    assert totals["Total\u00a0: produits"] == 9480
    assert totals["dont les autres financeurs, feuille «\u00a0Financeurs\u00a0»"] == 4680
    assert {str(row[0]) for row in rows} >= {"DRAC", "601", "own", "860", "875"}


@pytest.mark.parametrize("code", CODES)
def test_the_screen_gives_it_in_both_formats(holder, ready, code):
    answer = holder.get(reverse("dossiers:budget_model", args=[ready.pk, code]))
    assert f"budget-{ready.reference}.{code}" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert holder.get(reverse("dossiers:budget_model", args=[ready.pk, "csv"])).status_code == 404


def test_amounts_typed_the_french_way_are_read(ready):
    proposal = read(project(("601", "1\u202f234,50\u00a0€"), ("604", "12"), ("drac", 4_800)), ready)
    assert [(cell.label, cell.after) for cell in proposal.changed] == [
        ("Achats de matières et fournitures", "1\u202f234,50\u00a0€"),
        ("Prestations de services", "12\u00a0€"),
    ]


def test_a_number_in_the_marks_is_read_as_a_mark(ready):
    assert len(read(project((601, 5)), ready).changed) == 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((("999", 5),), "le repère «\u00a0999\u00a0» n’est pas dans le plan"),
        ((("601", 5), ("601", 6)), "déjà remplie, à la ligne 2"),
        ((("601", -5),), "ne peut pas être négatif"),
        ((("601", "beaucoup"),), "n’est pas un nombre"),
        ((("601", "1,234"),), "centime"),
        (((None, 5),), "n’a pas de repère"),
        ((("74region", 5),), "n’est pas dans le plan"),
    ],
)
def test_a_wrong_cell_says_where_and_why(ready, rows, reason):
    proposal = read(project(*rows), ready)
    assert reason in reasons(proposal)[0]
    assert proposal.refused[0].where.startswith(f"ligne {len(rows) + 1}, colonne D")


def test_formulas_are_ignored_and_their_values_kept(ready):
    def fill(page):
        page.write_row("A1", HEAD)
        page.write("A2", "601")
        page.write_formula("D2", "=2*10", None, 20)
        page.write("A3", "604")
        page.write_formula("D3", "=2*10", None, "")

    proposal = read(xlsx([], sheet="Projet", edit=fill), ready)
    assert [cell.after for cell in proposal.changed] == ["20\u00a0€"]
    assert "pas de résultat enregistré" in reasons(proposal)[0]


def test_a_line_left_out_of_the_file_stays_and_an_emptied_one_goes(ready):
    proposal = read(project(("622", None)), ready)
    assert [(cell.before, cell.after) for cell in proposal.changed] == [("9\u202f480\u00a0€", "")]
    assert proposal.absent > 20


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (workbook(Feuille=[HEAD]), "Aucune feuille"),
        (workbook(Projet=[("a", "b"), *([("x",)] * 30)]), "n’a pas les colonnes"),
        (workbook(Projet=[]), "n’a pas les colonnes"),
        (workbook(Projet=[HEAD, *([("601", "", "", 1)] * 2_001)]), "trop de lignes"),
    ],
)
def test_what_is_no_budget_is_refused_whole(ready, content, words):
    with pytest.raises(Refused, match=words):
        read(content, ready)


# --------------------------------------------------------------------------- the co-funders


def town(ready):
    return ready.budgetlines.get(funder="Ville de Cahors")


def test_a_cofunder_is_changed_by_its_mark(ready):
    line = town(ready)
    row = (line.key, "Ville de Cahors", "Communes", "5 000", "acquis", date(2027, 1, 15))
    told = {cell.label: cell.after for cell in read(funders(row), ready).changed}
    assert told == {
        "Ville de Cahors\u00a0: montant": "5\u202f000\u00a0€",
        "Ville de Cahors\u00a0: où en est la demande": "Acquis",
        "Ville de Cahors\u00a0: décision le": "15\u00a0janvier\u00a02027",
    }


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("f999", "X", "Communes", 5, "", ""), "n’est pas, ou plus, dans le dossier"),
        (("", "Ville", "", 5, "", ""), "choisissez la sorte de financeur"),
        (("", "Ville", "Une sorte", 5, "", ""), "choisissez parmi"),
        (("", "Ville", "Communes", "x", "", ""), "n’est pas un nombre"),
        (("", "Ville", "Communes", 5, "promis", ""), "choisissez parmi Sollicité, Acquis"),
        (("", "Ville", "Communes", 5, "", "bientôt"), "Cette date n’est pas lisible"),
        (("", "V" * 200, "Communes", 5, "", ""), "160 au plus"),
    ],
)
def test_a_wrong_cofunder_is_left_out_whole(ready, row, reason):
    proposal = read(funders(row), ready)
    assert any(reason in told for told in reasons(proposal))
    assert not [plan for plan in proposal.funders if plan.row is None]
    assert proposal.changed == []


def test_the_same_cofunder_twice_and_one_too_many_are_refused(ready, at):
    line = town(ready)
    row = (line.key, "Ville de Cahors", "Communes", 4680, "", "")
    assert "déjà à la ligne 2" in reasons(read(funders(row, row), ready))[0]
    for rank in range(59):
        ready.budgetlines.create(
            scope="project", side="product", code="74com", funder_kind="commune",
            funder=f"Ville {rank}", amount=0,
        )  # fmt: skip
    new = ("", "Une de plus", "Communes", 5, "", "")
    assert "plus de 60 financeurs" in reasons(read(funders(new), ready))[0]


# ------------------------------------------------------------------------------- the screen


def test_nothing_is_written_before_the_person_confirms(holder, ready, address):
    answer = send(holder, address, project(("601", 120), ("604", "x")))
    assert answer.status_code == 302
    shown = holder.get(address).content.decode()
    assert "1\u00a0case change" in shown
    assert "1\u00a0case refusée" in shown
    assert "ligne 3, colonne D (montant)" in shown
    assert not ready.budgetlines.filter(code="601").exists()


def test_what_is_refused_is_left_out_in_so_many_words(holder, ready, address, confirm):
    send(holder, address, project(("601", 120), ("604", "x")))
    refused = confirm()
    assert refused.status_code == 422
    assert "Cochez pour écarter" in refused.content.decode()
    assert not ready.budgetlines.filter(code="601").exists()
    assert confirm(leave_out="on").status_code == 302
    assert ready.budgetlines.get(code="601").amount == 120
    assert not PendingFile.objects.exists()


def test_confirming_writes_every_change_with_its_history(holder, ready, address, confirm):
    line = town(ready)
    third = add_row(ready, "funders", by=ready.holder, at=factory.AT, funder="À retirer")
    content = workbook(
        Projet=[HEAD, ("601", "", "", 120), ("622", "", "", None)],
        Financeurs=[
            FUNDER_HEAD,
            (line.key, "Ville de Cahors", "Conseils régionaux", 100, "", ""),
            (third.key,),
            ("", "CAF", "Organismes sociaux (CAF, MSA…)", "20,50", "Acquis", "15/01/2027"),
        ],
    )
    send(holder, address, content)
    assert confirm().status_code == 302
    assert ready.budgetlines.filter(code="601", amount=120).exists()
    assert not ready.budgetlines.filter(code="622").exists()
    line.refresh_from_db()
    assert (line.code, line.funder_kind, line.amount) == ("74region", "region", 100)
    assert not BudgetLine.objects.filter(pk=third.pk).exists()
    added = ready.budgetlines.get(funder="CAF")
    assert (added.funder_kind, added.status, added.decided_on) == (
        "social",
        "granted",
        date(2027, 1, 15),
    )
    fields = FieldChange.objects.filter(dossier=ready, section="budget")
    assert fields.filter(field="project-601", after="120.00").exists()
    assert fields.filter(row=added.key, field="amount", after="20.50").exists()
    entry = Entry.objects.get(verb="dossier.budget_import")
    assert entry.data["file"] == "budget.xlsx"


def test_an_amount_alone_changes_without_touching_the_funder(holder, ready, address, confirm):
    line = town(ready)
    send(holder, address, funders((line.key, "Ville de Cahors", "Communes", 100, "Sollicité", "")))
    assert confirm().status_code == 302
    line.refresh_from_db()
    assert (line.amount, line.code, line.funder_kind) == (100, "74com", "commune")


def test_a_budget_written_since_the_preview_is_compared_again(holder, ready, address, confirm):
    send(holder, address, project(("601", 120)))
    version = ready.sections.get(code="budget").version
    add_row(ready, "funders", by=ready.holder, at=factory.AT)
    stale = confirm(version)
    assert stale.status_code == 409
    assert "a changé depuis cet aperçu" in stale.content.decode()
    assert not ready.budgetlines.filter(code="601").exists()
    assert confirm().status_code == 302


def test_two_clicks_write_once(holder, ready, address, confirm):
    send(holder, address, project(("601", 120)))
    assert [confirm().status_code, confirm().status_code] == [302, 302]
    assert "a déjà servi" in holder.get(address).content.decode()
    assert FieldChange.objects.filter(dossier=ready, field="project-601").count() == 1


def test_a_page_without_its_version_is_told_to_reload(holder, address, confirm):
    send(holder, address, project(("601", 120)))
    assert confirm("").status_code == 409


def test_a_file_that_cannot_be_read_keeps_the_one_that_waits(holder, address):
    send(holder, address, project(("601", 120)))
    answer = send(holder, address, b"%PDF-1.7", "budget.pdf")
    assert answer.status_code == 422
    assert "Ce fichier est un PDF" in answer.content.decode()
    assert PendingFile.objects.get().name == "budget.xlsx"
    assert holder.post(address).status_code == 422


def test_a_file_may_be_given_up(holder, ready, address):
    send(holder, address, project(("601", 120)))
    holder.post(reverse("dossiers:budget_give_up", args=[ready.pk]))
    assert not PendingFile.objects.exists()
    assert holder.get(address).status_code == 200


def test_a_file_without_change_has_nothing_to_confirm(holder, ready, address):
    send(holder, address, exported(ready, "ods").getvalue(), "budget.ods")
    shown = holder.get(address).content.decode()
    assert "il n’y a rien à reprendre" in shown
    assert "Reprendre" not in shown


def test_another_member_does_not_see_a_colleague_s_file(client, holder, ready, address):
    send(holder, address, project(("601", 120)))
    colleague = person()
    Membership.objects.create(structure=ready.structure, user=colleague, role="editor")
    client.force_login(colleague)
    assert "Ce que change" not in client.get(address).content.decode()


def test_a_filed_dossier_is_not_written(holder, ready, address, confirm, at):
    send(holder, address, project(("601", 120)))
    submit_dossier(ready, by=ready.holder, at=at)
    assert holder.get(address).status_code == 403
    assert confirm().status_code == 403


def test_the_workbook_carries_no_formula_of_the_holder_s(ready):
    line = town(ready)
    line.funder = "=cmd|' /C calc'!A0"
    line.save()
    with zipfile.ZipFile(exported(ready, "xlsx")) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "sheet" in name]
    assert not any(b"<f>cmd" in sheet for sheet in sheets)
    assert read_budget(open_book(exported(ready, "xlsx")), ready).changed == []


def test_the_keys_name_the_request():
    assert keys()[REQUEST]["funder_kind"] == "drac"
