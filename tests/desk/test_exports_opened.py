"""The tables as their readers find them: opened by LibreOffice, which computes what it can."""

from datetime import timedelta
from decimal import Decimal

import pytest

from passeurs.desk.actions.dockets import read_dockets
from passeurs.desk.actions.exports import ask_for_export
from passeurs.desk.exports import make
from passeurs.desk.models import Export
from passeurs.desk.queries.dossiers import Filters
from passeurs.dossiers.models import Dossier
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
AT = factory.AT + timedelta(hours=1)
FORMULA = "=1+41"
TITLES = (
    FORMULA,
    "+33 6 12 34 56 78",
    "-1+43",
    "@SOMME(42)",
    '=HYPERLINK("http://exemple.fr";"Cliquez")',
    "\t=40+2",
    "L’été ; « énergie », l’Œuvre 🎬\nsur deux lignes",
)
COLUMNS = ["numero", "projet", "demande", "depot", "siret"]


@pytest.fixture
def region(edition):
    """A dossier for each title that a spreadsheet might take for something else."""
    made = [factory.dossier(edition, title=title) for title in TITLES]
    one = factory.complete_dossier(edition, title="Complet")
    Dossier.objects.filter(pk=one.pk).update(submitted_at=AT)
    read_dockets(at=AT)
    return [*made, one]


@pytest.mark.parametrize("code", ["xlsx", "ods", "csv"])
def test_libreoffice_reads_what_was_written_and_computes_nothing(
    agent, region, calc, tmp_path, code
):
    export = Export(kind="dossiers", format=code, columns=COLUMNS, filters=Filters().as_json())
    ask_for_export(export, by=agent, at=AT)
    make.call(str(export.pk))
    export.refresh_from_db()
    table = tmp_path / f"dossiers.{code}"
    table.write_bytes(export.file.open("rb").read())
    head, *rows = calc(table)
    assert head == ["Dossier", "Projet", "SIRET", "Déposé le", "Demandé à la DRAC"]
    told = {row[0]: row for row in rows}
    assert set(told) == {one.reference for one in region}
    for one, title in zip(region, TITLES, strict=False):
        assert words(told[one.reference][1].lstrip("'")) == words(title)
    assert not any(cell == "42" for row in rows for cell in row)
    _, project, siret, filed, asked = told[region[-1].reference]
    assert (project, siret) == ("Complet", region[-1].structure.siret)
    assert str(AT.year) in filed
    assert Decimal(asked.replace(",", ".")) == 4800


def test_a_formula_of_one_s_own_would_be_computed(calc, tmp_path):
    """The reader above does compute: what it leaves as text, we had written as text."""
    table = tmp_path / "formule.csv"
    table.write_text(f"Titre\n{FORMULA}\n", encoding="utf-8")
    assert calc(table) == [["Titre"], ["42"]]


def words(text):
    return " ".join(text.split())
