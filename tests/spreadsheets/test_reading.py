"""Whatever is sent is read within bounds, or refused in one sentence."""

import datetime as dt
import io

import pytest

from passeurs.core.refusals import Refused
from passeurs.spreadsheets.reading import open_book
from passeurs.spreadsheets.reading.measure import MOST_ROWS
from passeurs.spreadsheets.values import UNCALCULATED
from tests.factories.spreadsheets import raw_ods, raw_xlsx, read, written, xlsx, zipped


def refusal(content):
    with pytest.raises(Refused) as refused:
        read(content)
    return refused.value.reasons[0]


def told(content):
    return open_book(io.BytesIO(content)).told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("titre;année\nÉlan;2024\n".encode(), "texte, codage UTF-8, séparateur point-virgule"),
        ("\ufefftitre,année\nÉlan,2024\n".encode(), "texte, codage UTF-8, séparateur virgule"),
        (
            "titre\tannée\nÉlan\t2024\n".encode("cp1252"),
            "texte, codage Windows-1252, séparateur tabulation",
        ),
        (
            "titre\tannée\nÉlan\t2024\n".encode("utf-16"),
            "texte, codage UTF-16, séparateur tabulation",
        ),
        (
            "titre|année\r\nÉlan|2024\r\n".encode(),
            "texte, codage UTF-8, séparateur barre verticale",
        ),
    ],
)
def test_text_is_read_whatever_its_encoding_and_separator_and_both_are_told(content, said):
    assert read(content) == [(1, ["titre", "année"]), (2, ["Élan", "2024"])]
    assert told(content) == said


def test_a_comma_inside_cells_does_not_pass_for_the_separator():
    content = b"titre;prix\nUn, deux, trois;4,50\nA, b, c;5,00\n"
    assert read(content)[1] == (2, ["Un, deux, trois", "4,50"])


def test_a_cell_of_several_lines_keeps_them_and_the_next_row_its_own_number():
    assert read(b'a;"b\nc"\n\nd;e\n') == [(1, ["a", "b\nc"]), (4, ["d", "e"])]


def test_one_cell_is_a_table():
    assert read(b"seul") == [(1, ["seul"])]


def test_the_quote_that_made_a_formula_harmless_is_taken_off():
    assert read(b"'=1+1;'bonjour\n") == [(1, ["=1+1", "'bonjour"])]


@pytest.mark.parametrize("code", ["xlsx", "ods"])
def test_a_workbook_keeps_numbers_dates_and_blank_cells(code):
    rows = [("Titre", None, 12.5), (), (dt.date(2024, 2, 29), True, 7)]
    assert read(written(rows, code)) == [
        (1, ["Titre", None, 12.5]),
        (3, [dt.date(2024, 2, 29), "oui", 7]),
    ]


def test_lines_and_columns_keep_their_place_when_the_table_does_not_start_at_the_corner():
    content = xlsx([], edit=lambda page: page.write("C4", "loin"))
    assert read(content) == [(4, [None, None, "loin"])]


def test_merged_cells_are_read_at_their_first_corner():
    content = xlsx([], edit=lambda page: page.merge_range("A1:C2", "grand titre"))
    assert read(content)[0][1][0] == "grand titre"


def test_a_formula_is_ignored_and_its_value_kept():
    content = xlsx([], edit=lambda page: page.write_formula("A1", "=40+2", None, 42))
    assert read(content) == [(1, [42])]


def test_a_formula_without_value_is_said_and_not_taken_for_an_empty_cell():
    content = xlsx([["a"]], edit=lambda page: page.write_formula("D7", "=1+1", None, ""))
    assert read(content)[1] == (7, [None, None, None, UNCALCULATED])
    ods = raw_ods('<table:table-row><table:table-cell table:formula="of:=1+1"/></table:table-row>')
    assert read(ods) == [(1, [UNCALCULATED])]


def test_a_formula_in_error_gives_its_error():
    content = xlsx([["a"]], edit=lambda page: page.write_formula("B1", "=1/0", None, "#DIV/0!"))
    assert read(content) == [(1, ["a", "#DIV/0!"])]


def test_texts_inside_cells_and_cells_without_reference_are_read():
    rows = '<row><c t="inlineStr"><is><t>dedans</t></is></c><c><v>3</v></c></row>'
    assert read(raw_xlsx(rows)) == [(1, ["dedans", 3])]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n;;\n"])
def test_an_empty_file_is_refused(content):
    assert refusal(content) == "Ce fichier est vide."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "un PDF"),
        (b"\x89PNG\r\n\x1a\n\0", "une image"),
        (b"<!DOCTYPE html><table>", "une page web"),
        (b"<?xml version='1.0'?><a/>", "un document XML"),
        (b"\x1f\x8b\x08\0", "une archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "avant 2007, ou protégé par un mot de passe"),
        (b"a;b\n\0\0\0", "pas un tableau en texte"),
        (b"%PDF-1.7\n" + zipped({"a": "b"}), "un PDF"),
        (zipped({"word/document.xml": "<a/>"}), "une archive ou un document"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "ou un document"),
    ],
)
def test_what_is_no_table_is_refused_for_what_it_is(content, words):
    assert words in refusal(content)


def test_bytes_that_are_no_text_are_refused():
    assert "codage" in refusal(b"titre\x81\x8d\n")


def test_a_text_cut_in_the_middle_of_a_letter_is_told_truncated():
    assert "illisible à la ligne 2" in refusal("été;1\nhiver;é".encode()[:-1])


def test_a_quote_never_closed_is_told_with_its_line():
    assert "ligne 2 est mal formée" in refusal(b'a;b\n"c;d\ne;f\n')


@pytest.mark.parametrize(
    "make", [lambda: written([["a"]], "xlsx"), lambda: written([["a"]], "ods")]
)
def test_a_truncated_workbook_is_told_damaged(make):
    assert "abîmé ou incomplet" in refusal(make()[:-40])


def test_a_sheet_that_is_no_xml_is_told_damaged():
    assert "abîmé" in refusal(raw_xlsx("<row><c></row>"))
    assert "abîmé" in refusal(raw_xlsx('<row r="x"/>'))
    assert "abîmé" in refusal(zipped({"xl/workbook.xml": "<a/>"}))


def test_declared_entities_are_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "boum">]><worksheet>&b;</worksheet>'
    assert "définitions XML" in refusal(raw_xlsx(**{"xl/worksheets/sheet1.xml": bomb}))


def test_macros_are_refused_whatever_the_name_of_the_file():
    assert "macros" in refusal(raw_xlsx(**{"xl/vbaProject.bin": "x"}))
    assert "macros" in refusal(raw_ods(**{"Basic/Standard/script.xml": "x"}))


def test_a_locked_ods_is_refused():
    locked = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    assert "mot de passe" in refusal(raw_ods(**locked))


def test_a_zip_bomb_is_refused_before_it_unfolds():
    assert "volume anormal" in refusal(raw_xlsx(**{"xl/sharedStrings.xml": b" " * 30_000_000}))
    many = {f"a{rank}": "" for rank in range(2_100)}
    assert "volume anormal" in refusal(raw_xlsx(**many))


def test_a_size_that_lies_does_not_help_a_bomb():
    """The declared size is made small: what is handed to the reader is only what was measured."""
    honest = raw_xlsx("<row><c><v>1</v></c></row>" * 50)
    size = len(raw_sheet := honest) and _declared(honest)
    lying = honest.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert raw_sheet != lying
    assert "abîmé" in refusal(lying)


def _declared(content):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.getinfo("xl/worksheets/sheet1.xml").file_size


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            raw_xlsx('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
            "1\u202f048\u202f576 lignes",
        ),
        (raw_xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "16\u202f384 colonnes"),
        (
            raw_xlsx(
                '<row r="1"><c r="KA1"><v>1</v></c></row>'
                '<row r="199999"><c r="A199999"><v>1</v></c></row>'
            ),
            "trop grande",
        ),
        (
            raw_ods(
                '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                'office:value-type="float" office:value="1"/></table:table-row>'
            ),
            "1\u202f000\u202f000 lignes",
        ),
        (
            raw_ods(
                '<table:table-row><table:table-cell table:number-columns-repeated="16384">'
                "<text:p>a</text:p></table:table-cell></table:table-row>"
            ),
            "16\u202f384 colonnes",
        ),
        (
            raw_ods(
                '<table:table-row table:number-rows-repeated="100000"><table:table-cell>'
                f"<text:p>{'a' * 2000}</text:p></table:table-cell></table:table-row>"
            ),
            "trop grande",
        ),
    ],
)
def test_a_small_file_that_would_unfold_into_millions_of_cells_is_refused(content, words):
    assert words in refusal(content)


def test_a_long_text_shared_by_many_cells_is_refused():
    shared = f"<sst><si><t>{'a' * 30_000}</t></si></sst>"
    cells = '<row><c t="s"><v>0</v></c></row>' * 4_000
    assert "trop grande" in refusal(raw_xlsx(cells, **{"xl/sharedStrings.xml": shared}))


def test_blank_cells_far_away_cost_nothing():
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c/></row>'
    assert read(raw_xlsx(far)) == [(1, [1])]
    blank = '<table:table-cell table:number-columns-repeated="16383"/>'
    rows = (
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p>'
        f"</table:table-cell>{blank}"
        '</table:table-row><table:table-row table:number-rows-repeated="1048575">'
        f"{blank}</table:table-row>"
    )
    assert len(read(raw_ods(rows))) == 1


def test_a_text_of_too_many_lines_or_columns_is_refused():
    assert "dépasse 200\u202f000 lignes" in refusal(b"a;b\n" * (MOST_ROWS + 2))
    assert "301 colonnes" in refusal(b";".join([b"a"] * 301))


def test_a_file_too_heavy_is_refused():
    assert "20\u00a0Mo" in refusal(b"a;b;c;d\n" * 2_500_001)


def test_a_hundred_thousand_lines_are_read():
    content = b"titre;annee\n" + b"Un film;2024\n" * 100_000
    assert len(read(content)) == 100_001


def test_an_empty_sheet_holds_no_row():
    assert read(raw_xlsx()) == []
    assert read(raw_ods()) == []


def test_sheets_are_found_by_name():
    book = open_book(io.BytesIO(written([["a"]], "xlsx")))
    assert book.sheet("Feuil1") is not None
    assert book.sheet("Autre") is None
