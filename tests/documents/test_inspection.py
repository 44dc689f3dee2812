import io
import struct
import zlib

import pikepdf
import pytest

from passeurs.core.refusals import Refused
from passeurs.documents.inspection import inspect, office, pdf, picture
from passeurs.documents.rules import FORMATS
from tests.factories.documents import (
    docx_bytes,
    film_bytes,
    odt_bytes,
    pdf_bytes,
    picture_bytes,
    zip_bytes,
)

LOCKED = pikepdf.Encryption(owner="o", user="u")
NO_PRINTING = pikepdf.Encryption(owner="o", user="")


def look(code, content):
    inspect(io.BytesIO(content), FORMATS[code])


def refusal(code, content):
    with pytest.raises(Refused) as caught:
        look(code, content)
    (reason,) = caught.value.reasons
    return reason


def on_opening(**action):
    def edit(document):
        keys = {f"/{key}": value for key, value in action.items()}
        document.Root.OpenAction = pikepdf.Dictionary(keys)

    return edit


def with_a_file(document):
    document.attachments["programme.exe"] = b"MZ"


def with_a_file_on_the_page(document):
    spec = pikepdf.AttachedFileSpec(document, b"MZ", filename="a.exe")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, FS=spec.obj
    )
    document.pages[0].Annots = pikepdf.Array([note])


def annotated(subtype):
    def edit(document):
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{subtype}"))
        document.pages[0].Annots = pikepdf.Array([note])

    return edit


def with_a_xfa_form(document):
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"))


def on_a_key_stroke(document):
    """In the additional actions of a field, three levels down."""
    act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(b"app.alert(1)"))
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, AA=pikepdf.Dictionary(K=act))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))


def named_scripts(document):
    act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")
    tree = pikepdf.Dictionary(Names=pikepdf.Array(["a", act]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=tree)


def escaped(content):
    """The same names, written with escapes, as those who hide them do."""
    return content.replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/J#53")


ACTIVE = {
    "a script of the catalogue": (named_scripts, "programme"),
    "a script of a key stroke": (on_a_key_stroke, "programme"),
    "a file carried": (with_a_file, "fichiers dans le fichier"),
    "a file on a page": (with_a_file_on_the_page, "fichiers dans le fichier"),
    "a form that transforms itself": (with_a_xfa_form, "formulaire"),
    "a form that sends itself": (on_opening(S=pikepdf.Name.SubmitForm, F="x"), "formulaire"),
    "data brought in": (on_opening(S=pikepdf.Name.ImportData, F="x"), "formulaire"),
    "a rendition": (on_opening(S=pikepdf.Name.Rendition), "film"),
    "another file": (on_opening(S=pikepdf.Name.GoToR, F="\\\\host\\part"), "autre fichier"),
    "another file inside": (on_opening(S=pikepdf.Name.GoToE), "autre fichier"),
    "a film": (annotated("RichMedia"), "film"),
    "a screen": (annotated("Screen"), "film"),
    "a sound": (annotated("Sound"), "son"),
    "an object": (annotated("3D"), "objet animé"),
}


@pytest.mark.parametrize("case", ACTIVE)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_acts_or_carries_is_refused_with_a_way_out(case, packed):
    edit, words = ACTIVE[case]
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    reason = refusal("pdf", pdf_bytes(edit=edit, object_stream_mode=mode))
    assert words in reason
    assert "Imprimez-le vers un nouveau PDF" in reason


def test_a_script_whose_name_is_disguised_is_found():
    content = pdf_bytes(edit=on_opening(S=pikepdf.Name.JavaScript, JS="x"))
    assert "programme" in refusal("pdf", escaped(content))


@pytest.mark.parametrize("subtype", ["Link", "Text", "Highlight"])
def test_notes_and_links_pass(subtype):
    look("pdf", pdf_bytes(edit=annotated(subtype)))


def test_a_value_of_an_unexpected_kind_is_read_as_nothing():
    look("pdf", pdf_bytes(edit=on_opening(S=3)))


def on_a_nested_link(document):
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=pikepdf.Dictionary(S=pikepdf.Name.Launch))
    document.pages[0].Annots = pikepdf.Array([link])


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("pdf", pdf_bytes()),
        ("pdf", pdf_bytes(edit=on_opening(S=pikepdf.Name.GoTo))),
        ("jpeg", picture_bytes("JPEG")),
        ("png", picture_bytes("PNG")),
        ("webp", picture_bytes("WEBP")),
        ("docx", docx_bytes()),
        ("xlsx", zip_bytes({"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<w/>"})),
        ("odt", odt_bytes()),
        ("ods", odt_bytes("application/vnd.oasis.opendocument.spreadsheet")),
        ("mp4", film_bytes()),
        ("mp4", film_bytes()[:-10] + struct.pack(">I4sQ", 1, b"mdat", 18) + b"\0\0"),
        ("mp4", film_bytes()[:-10] + b"\0\0\0\0mdat\0\0"),
    ],
)
def test_sound_files_pass(code, content):
    look(code, content)


@pytest.mark.parametrize(
    ("code", "content", "words"),
    [
        ("pdf", pdf_bytes(encryption=LOCKED), "protégé par un mot de passe"),
        ("pdf", pdf_bytes(encryption=NO_PRINTING), "verrouillé"),
        ("pdf", pdf_bytes(pages=0), "aucune page"),
        ("pdf", pdf_bytes(edit=on_opening(S=pikepdf.Name.JavaScript, JS="x")), "programme"),
        ("pdf", pdf_bytes(edit=on_opening(S=pikepdf.Name.Launch, F="x")), "programme"),
        ("pdf", pdf_bytes(edit=on_a_nested_link), "programme"),
        ("pdf", b"%PDF-1.7\n" + b"x" * 500, "abîmé"),
        ("pdf", picture_bytes("PNG"), "contient autre chose (PNG)"),
        ("pdf", b"MZ" + b"\0" * 200, "un programme"),
        ("pdf", b"<html><script>alert(1)</script>", "une page web"),
        ("pdf", b"bonjour", "autre chose"),
        ("pdf", docx_bytes(), "une archive ou un fichier Office"),
        ("png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "un dessin SVG"),
        ("png", picture_bytes("JPEG"), "autre chose (JPEG)"),
        ("png", picture_bytes("PNG")[:-20], "abîmée"),
        ("jpeg", picture_bytes("JPEG", (300, 300))[:-400], "abîmée"),
        ("webp", picture_bytes("WEBP", (300, 300))[:60], "abîmée"),
        ("docx", pdf_bytes(), "autre chose (PDF)"),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mot de passe"),
        ("docx", odt_bytes(), "ne contient pas un document Word"),
        ("docx", zip_bytes({"a.txt": "b"}), "ne contient pas un document Word"),
        ("docx", docx_bytes()[:-30], "abîmé"),
        ("docx", zip_bytes({"[Content_Types].xml": "<T/>", "word/document.xml": "<d>"}), "abîmé"),
        ("docx", docx_bytes(**{"word/vbaProject.bin": "x"}), "macros"),
        ("odt", odt_bytes(**{"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        ("odt", odt_bytes(manifest="<m><encryption-data/></m>"), "mot de passe"),
        ("odt", odt_bytes("application/epub+zip"), "ne contient pas un document texte"),
        ("odt", zip_bytes({"content.xml": "<x/>"}), "abîmé"),
        ("docx", docx_bytes(bomb="0" * 9_000_000), "volume anormal"),
        ("mp4", film_bytes()[:-4], "abîmé"),
        ("mp4", film_bytes()[:24], "abîmé"),
        ("mp4", film_bytes() + b"\0\0", "abîmé"),
        ("mp4", film_bytes() + b"\0\0\0\x02free", "abîmé"),
    ],
)
def test_unsound_files_are_refused_with_a_sentence(code, content, words):
    reason = refusal(code, content)
    assert words in reason
    assert reason.endswith(".")


def test_a_picture_with_too_many_points_is_not_decoded():
    assert "trop de points" in refusal("png", huge_png(20_000, 20_000))
    assert "trop de points" in refusal("png", huge_png(8_000, 7_000))


def huge_png(width, height):
    """A header that announces more points than the file holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    crc = zlib.crc32(b"IHDR" + header)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", crc)
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 9) + b"IDAT"


def test_an_archive_of_too_many_entries_is_refused(monkeypatch):
    monkeypatch.setattr(office, "MOST_ENTRIES", 1)
    assert "volume anormal" in refusal("docx", docx_bytes())


def test_an_office_file_that_declares_entities_is_refused():
    laughs = '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    assert "définitions XML" in refusal("docx", docx_bytes(**{"word/document.xml": laughs}))


def test_an_archive_with_a_locked_entry_is_refused():
    content = bytearray(docx_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= office.ENCRYPTED
    assert "mot de passe" in refusal("docx", bytes(content))


def test_an_office_file_whose_bytes_were_altered_is_refused():
    content = bytearray(docx_bytes(**{"word/media.txt": "0123456789" * 50}))
    content[content.index(b"word/media.txt") + 16] ^= 0xFF
    assert "abîmé" in refusal("docx", bytes(content))


def test_a_pdf_too_intricate_to_be_checked_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_NODES", 2)
    assert "trop complexe" in refusal("pdf", pdf_bytes())


def test_the_bound_on_points_is_that_of_a_good_camera():
    assert 40_000_000 < picture.MOST_PIXELS < 100_000_000
