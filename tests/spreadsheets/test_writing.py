"""What is written opens, says what it is, and never runs."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passeurs.core.refusals import Refused
from passeurs.spreadsheets.writing import Column, Formula, Kind, Line, Table, Tone, download, write
from passeurs.spreadsheets.writing.tables import cut
from tests.factories.spreadsheets import read, written

CODES = ("xlsx", "ods", "csv")
COLUMNS = (
    Column("Intitulé", width=40),
    Column("Montant", Kind.AMOUNT, is_open=True),
    Column("Nombre", Kind.NUMBER),
    Column("Le", Kind.DATE),
)


def book(rows, code, **options):
    output = io.BytesIO()
    write([Table("Projet", COLUMNS, rows, **options)], code, output)
    return output.getvalue()


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_looks_like_a_formula_stays_a_text(code, sign):
    hostile = f"{sign}cmd|' /C calc'!A0"
    content = written([[hostile, "a"], ["b", "c"]], code)
    assert read(content)[0][1][0].strip() == hostile.strip()
    if code == "csv":
        assert content.decode("utf-8-sig").lstrip('"').startswith("'")
    else:
        name = "xl/worksheets/sheet1.xml" if code == "xlsx" else "content.xml"
        assert "<f>" not in part(content, name)
        assert "table:formula" not in part(content, name)


@pytest.mark.parametrize("code", ["xlsx", "ods"])
def test_amounts_are_numbers_and_dates_are_dates(code):
    row = ("Salle", Decimal("1234.50"), 3, date(2024, 7, 19))
    assert read(book([row], code))[1] == (2, ["Salle", 1234.5, 3, date(2024, 7, 19)])


def test_text_is_written_the_french_way():
    moment = datetime(2024, 7, 19, 21, 4, tzinfo=UTC)
    row = ("Élan", Decimal("1234.50"), Formula(Decimal(3)), moment)
    content = book([row, ("b", None, True, False)], "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "Intitulé;Montant;Nombre;Le",
        "Élan;1234,50;3;19/07/2024 21:04",
        "b;;oui;non",
    ]


@pytest.mark.parametrize("code", ["xlsx", "ods"])
def test_instants_lose_their_zone_and_keep_their_clock(code):
    moment = datetime(2024, 7, 19, 21, 4, tzinfo=UTC)
    assert read(book([("a", None, None, moment)], code))[1][1][3] == datetime(2024, 7, 19, 21, 4)


@pytest.mark.parametrize("code", ["xlsx", "ods"])
def test_a_sum_is_a_formula_that_already_holds_its_value(code):
    total = Formula(Decimal("9.50"), ("B2:B3", "Financeurs!C2:C61"), ("B4",))
    content = book([("a", 9.5), Line(("Total", total), Tone.TOTAL)], code)
    assert read(content)[2] == (3, ["Total", 9.5] + [None] * (2 if code == "xlsx" else 0)) or (
        read(content)[2][1][:2] == ["Total", 9.5]
    )
    expected = {
        "xlsx": "SUM(B2:B3,Financeurs!C2:C61)-SUM(B4)",
        "ods": "of:=SUM([.B2:.B3];[$Financeurs.C2:.C61])-SUM([.B4])",
    }[code]
    name = {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml"}[code]
    assert expected in part(content, name)


def test_the_heading_stays_in_sight_and_a_locked_table_leaves_its_open_cells():
    excel = part(book([("a", 1)], "xlsx", is_locked=True), "xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in excel
    assert "sheetProtection" in excel
    content = book([("a", 1)], "ods", is_locked=True)
    assert "VerticalSplitMode" in part(content, "settings.xml")
    assert 'table:protected="true"' in part(content, "content.xml")
    assert 'table:style-name="plain-amount-open"' in part(content, "content.xml")


@pytest.mark.parametrize("code", CODES)
def test_texts_too_long_and_control_signs_are_cut_to_what_a_cell_holds(code):
    content = written([["é" * 40_000, "a\x00\x08b", "😀 \u202ertl"]], code)
    ((_, cells),) = read(content)
    assert len(cells[0]) == 32_767
    assert cells[1:] == ["ab", "😀 \u202ertl"]


def test_spaces_and_lines_survive_in_ods():
    assert read(written([["  a   b\nc & <d>"]], "ods")) == [(1, ["  a   b\nc & <d>"])]


@pytest.mark.parametrize("code", CODES)
def test_rows_are_taken_one_at_a_time(code):
    """A generator of ten thousand rows is read once; nothing asks for its length."""
    rows = ((f"ligne {rank}", rank, rank, None) for rank in range(10_000))
    assert len(read(book(rows, code))) == 10_001


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=4))
def test_whatever_is_written_is_read_back(texts):
    for code in CODES:
        rows = read(written([["x", *texts]], code))
        cells = rows[0][1] + [None] * len(texts)
        for text, cell in zip(texts, cells[1:], strict=False):
            assert (cell or "").strip() == text.strip() or text.startswith("'")


def test_a_download_is_shut_and_named():
    response = download([Table("P", COLUMNS, [])], "ods", name="budget")
    assert response["Content-Disposition"] == 'attachment; filename="budget.ods"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"].endswith("opendocument.spreadsheet")
    assert b"".join(response.streaming_content).startswith(b"PK")


def test_an_unknown_format_is_refused():
    with pytest.raises(Refused, match="format"):
        download([], "exe", name="a")


HOSTILE = [
    'a & b <c> "d"',
    " tient à ses blancs\t",
    "une\nligne",
    "retour\rchariot",
    "_x0041_ et _xFFFF_",
    "=SOMME(A1)",
    "\x07",
    "😀" * 20_000,
    "x" * 40_000,
    Decimal("0.1") + Decimal("0.2"),
    Decimal("-12345678.90"),
    1e21,
    7,
    True,
    None,
    "",
    date(1900, 2, 28),
    date(2024, 2, 29),
    datetime(2024, 7, 19, 21, 4, 59, 123000),
]


def test_a_cell_is_drawn_as_the_library_draws_it():
    columns = tuple(Column(str(rank), Kind.AMOUNT) for rank in range(len(HOSTILE)))
    output = io.BytesIO()
    write([Table("T", columns, [HOSTILE], has_heading=False)], "xlsx", output)
    ours = cells_of(output.getvalue())
    theirs = by_the_library(HOSTILE)
    for value, one, other in zip(HOSTILE, ours, theirs, strict=True):
        assert re.sub(r' s="\d+"', "", one) == re.sub(r' s="\d+"', "", other), repr(value)[:40]


def cells_of(content):
    return re.findall(r"<c .*?(?:/>|</c>)", part(content, "xl/worksheets/sheet1.xml"), re.DOTALL)


def by_the_library(values):
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"constant_memory": True}) as library:
        sheet, plain = library.add_worksheet(), library.add_format({"bold": True})
        day = library.add_format({"num_format": "dd/mm/yyyy"})
        for rank, value in enumerate(values):
            match value:
                case None | "" | "\x07":
                    sheet.write_blank(0, rank, None, plain)
                case bool():
                    sheet.write_string(0, rank, "oui", plain)
                case str():
                    sheet.write_string(0, rank, cut(value), plain)
                case date():
                    sheet.write_datetime(0, rank, value, day)
                case _:
                    sheet.write_number(0, rank, value, plain)
    return cells_of(output.getvalue())


def test_a_text_that_looks_like_the_file_s_own_marks_stays_a_text():
    typed = "<r><t>Faux</t></r>"
    assert read(book([(typed, 1)], "xlsx"))[1][1][0] == typed


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_what_is_no_number_is_not_written_as_one(value):
    with pytest.raises(ValueError, match="no number"):
        book([("a", value)], "xlsx")
