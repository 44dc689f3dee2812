import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst
from django.template import TemplateDoesNotExist

from passeurs.documents import printable as printable_module
from passeurs.documents.pdf import render_pdf
from tests.factories.pdf import opened, text_of

AT = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)
PAGE = Path(__file__).parent / "typst" / "page.typ"


def draw(text, *, title="Un titre", attachments=()):
    return render_pdf(PAGE, {"text": text}, title=title, at=AT, attachments=attachments)


def fonts(document):
    for page in document.pages:
        yield from page.resources.get("/Font", {}).values()


def test_a_page_is_tagged_titled_and_french():
    with opened(draw("Bonjour")) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert root.StructTreeRoot
        assert str(root.Lang) == "fr"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"]) == "Un titre"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Un titre"


def test_it_claims_pdf_ua_1_and_pdf_a_3a():
    with opened(draw("Bonjour")) as document, document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_every_font_is_inside():
    with opened(draw("Bonjour ✓ سلام")) as document:
        found = list(fonts(document))
        assert found
        for font in found:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_attachments_travel_inside_byte_for_byte():
    joined = ("dossier.json", b'{"a": "\xc3\xa9"}', "application/json")
    with opened(draw("Bonjour", attachments=[joined])) as document:
        (name,) = document.attachments
        file = document.attachments[name].get_file()
        assert name == "dossier.json"
        assert file.read_bytes() == joined[1]
        assert file.mime_type == "application/json"


def test_two_attachments_keep_their_order_and_relationship():
    joined = [("a.json", b"{}", "application/json"), ("b.txt", b"b", "text/plain")]
    with opened(draw("Bonjour", attachments=joined)) as document:
        assert list(document.attachments) == ["a.json", "b.txt"]
        assert {str(file.obj.AFRelationship) for file in document.attachments.values()} == {
            "/Source"
        }
        assert len(document.Root.AF) == 2


def test_the_same_input_gives_the_same_bytes():
    assert draw("Bonjour") == draw("Bonjour")
    assert draw("Bonjour") != draw("Bonsoir")


HOSTILE = [
    '#panic("x")',
    '#import "@preview/x:1.0.0"',
    "*gras* _italique_ `code` $x^2$ = Titre",
    "@ref <label> // commentaire /* autre */",
    '"]; #read("/etc/passwd") [',
    "\\u{41} \\ # [ ] { } ~ -- ...",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_is_never_markup(text):
    assert text in text_of(draw(text))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("un 😀😀 film 🎬", "un □ film □"),
        ("你好 Léa", "□ Léa"),
        ("a\u202eb\u0000c\ue000d\ufffe", "abcd"),
        ("e\u0301te\u0301", "été"),
        ("Ĳsselmeer ŒUVRE ß €", "ŒUVRE ß €"),
        ("4\u202f800\u00a0€\u202f!", "4\u202f800\u00a0€\u202f!"),
    ],
)
def test_signs_that_no_font_has_are_shown_as_squares_and_the_others_stay(typed, printed):
    assert printed in text_of(draw(typed))


def test_right_to_left_text_is_printed():
    said = text_of(draw("سلام שלום"))
    assert set("שלום") <= set(said)


def test_a_hundred_thousand_characters_are_all_printed():
    text = "mot " * 25_000
    assert text_of(draw(text)).count("mot") == 25_000


def test_a_word_wider_than_the_page_is_broken():
    with opened(draw("x" * 100_000)) as document:
        assert len(document.pages) > 10
    assert text_of(draw("x" * 100_000)).count("x") == 100_000


def test_a_fault_of_the_template_is_not_hidden(tmp_path):
    wrong = tmp_path / "wrong.typ"
    wrong.write_text("#nowhere()")
    with pytest.raises(typst.TypstError):
        render_pdf(wrong, {}, title="x", at=AT)


def test_a_picture_without_words_is_refused(tmp_path):
    """PDF/UA holds by construction: what lacks a text alternative does not compile."""
    mute = tmp_path / "mute.typ"
    mute.write_text('#import "passeurs.typ": *\n#show: paper\n= A\n$ x $')
    with pytest.raises(typst.TypstError, match="alt"):
        render_pdf(mute, {}, title="x", at=AT)


def test_a_template_that_is_missing_is_named():
    with pytest.raises(TemplateDoesNotExist):
        render_pdf("nowhere.typ", {}, title="x", at=AT)


def test_a_sign_wrongly_listed_as_printable_is_found_out_when_compiling(monkeypatch):
    monkeypatch.setattr(printable_module, "_unshown", lambda: re.compile("(?!)"))
    assert "un □ film □" in text_of(draw("un 😀 film 你"))


def test_the_date_inside_is_the_one_given_and_not_the_clock():
    with opened(draw("Bonjour")) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20231031225959")
