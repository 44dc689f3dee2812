import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from passeurs.documents.pdf import render_pdf
from passeurs.documents.printable import SHOWN, printable, without
from tests.factories.pdf import text_of

PAGE = Path(__file__).parent / "typst" / "page.typ"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\r\nb\rc\td", "a\nb\nc d"),
        ("a\u202eb\u0007c\ue000", "abc"),
        ("e\u0301", "é"),
        ("4\u202f800\u00a0€", "4\u202f800\u00a0€"),
        ("x" * 45, "x" * 45),
        ("x" * 64, "x" * 32 + "\u200b" + "x" * 32),
    ],
)
def test_text_is_made_fit_for_a_page(typed, printed):
    assert printable(typed) == printed


def test_every_text_of_a_json_value_is_reached_and_nothing_else():
    assert printable({"a\u0007": ["b\u0007", 1, None, {"c": "d\u0007"}]}) == {
        "a\u0007": ["b", 1, None, {"c": "d"}]
    }


def test_a_run_of_missing_signs_is_one_square():
    assert without(["un 😀😀 film 🎬"], {"😀", "🎬"}) == ["un □ film □"]


def test_every_sign_listed_as_printable_is_printed_as_itself():
    """Red after a change of fonts: run `manage.py list_shown_signs`, and look at what was lost."""
    ranges = [line.split("-") for line in SHOWN.read_text().split()]
    signs = [chr(code) for a, b in ranges for code in range(int(a, 16), int(b, 16) + 1)]
    composed = [sign for sign in signs if unicodedata.is_normalized("NFC", sign)]
    letters = [sign for sign in composed if unicodedata.category(sign)[0] in "LNPS"]
    assert len(letters) > 5000
    at = datetime(2024, 1, 1, tzinfo=UTC)
    said = text_of(render_pdf(PAGE, {"text": "\n\n".join(letters)}, title="x", at=at))
    assert said.count("□") == letters.count("□")


def test_the_signs_of_french_are_printable():
    french = "àâäæçéèêëîïôœùûüÿ ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ «»‹›“”‘’–—…€§°№½×÷•→✓\u00a0\u202f"
    assert printable(french) == french
