import io
import zipfile

import pytest
import xlsxwriter

from passeurs.territories.enums import Kind
from passeurs.territories.imports import workbooks
from passeurs.territories.imports.files import Packet, read_files
from passeurs.territories.imports.report import Unusable
from passeurs.territories.models import RuralClass
from tests.factories.territories import CommuneFactory

PREAMBLE = [["Zonage ZRR 2021"], [], ["Source : ANCT"], [], []]
HEADS = ["CODGEO", "LIBGEO", "ZRR_SIMP", "ZONAGE_ZRR"]


def workbook(*sheets):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return held.getvalue()


@pytest.mark.django_db
def test_the_official_workbook_is_read_as_its_csv_would_be(load, save):
    CommuneFactory(insee="09122", name="Foix", department="09")
    rows = [*PREAMBLE, HEADS, [9122, "Foix", "C - Classée en ZRR", "C - Commune classée"]]
    report = load(Kind.ZRR, save(workbook([["Notes"]], rows), "zrr.xls"), vintage=2021)
    assert (report.kept, report.refused) == (1, [])
    assert RuralClass.objects.get().insee == "09122"


def test_a_cell_of_several_lines_stays_one_line():
    (file,) = read_files([Packet("a.xlsx", workbook([["a", "b"], ["1\n2", True]]))])
    assert file.text == "a;b\n1 2;True\n"


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0 truncated",
        workbook([["a"]])[:-40] + b"",
        workbook([["a"]]).replace(b"sheet1", b"sheet9"),
    ],
    ids=["xls", "xlsx cut", "xlsx without its sheet"],
)
def test_a_damaged_workbook_is_told(data):
    with pytest.raises(Unusable, match="tronqué"):
        read_files([Packet("a.xls", data)])


def test_an_empty_workbook_is_told():
    with pytest.raises(Unusable, match="est vide"):
        read_files([Packet("a.xlsx", workbook([[]]))])


def test_a_workbook_that_unfolds_without_end_is_not_unfolded(monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST", 100)
    with pytest.raises(Unusable, match="contient plus de"):
        read_files([Packet("a.xlsx", workbook([["a"]]))])


def test_an_archive_of_something_else_is_not_a_workbook():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("liste.csv", "a;b\n")
    assert not workbooks.is_workbook(held.getvalue())
    assert not workbooks.is_workbook(b"PK\x03\x04garbage")
    assert not workbooks.is_workbook(b"a;b\n")
