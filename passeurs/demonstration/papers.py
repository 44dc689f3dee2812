"""Small real PDF files, the same bytes for the same words, so that every attachment opens."""

import io
import textwrap

import pikepdf
from django.core.files.uploadedfile import InMemoryUploadedFile

from passeurs.core.folding import fold

A4 = (595, 842)
MARGIN, TOP, LEADING = 64, 770, 17
LINE_LENGTH = 84


def upload(title, paragraphs, *, name):
    """A one-page file ready for `store_upload`."""
    content = pdf(title, paragraphs)
    return InMemoryUploadedFile(
        io.BytesIO(content), None, f"{name}.pdf", "application/pdf", len(content), None
    )


def pdf(title, paragraphs):
    """One page of A4 in Helvetica: a title, then paragraphs."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=A4)
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(R=_font("Helvetica"), B=_font("Helvetica-Bold"))
        )
        page.obj.Contents = document.make_stream(_drawn(title, paragraphs))
        document.docinfo["/Title"] = title
        document.Root.Lang = pikepdf.String("fr-FR")
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()


def file_name(*words):
    """« cv-ines-valade » from whatever words."""
    plain = fold(" ".join(words))
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def _font(name):
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name(f"/{name}"),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


def _drawn(title, paragraphs):
    lines = [line for text in paragraphs for line in [*textwrap.wrap(text, LINE_LENGTH), ""]]
    shown = [b"BT /B 16 Tf 1 0 0 1 %d %d Tm %s Tj ET" % (MARGIN, TOP, _text(title))]
    shown += [
        b"BT /R 11 Tf 1 0 0 1 %d %d Tm %s Tj ET" % (MARGIN, TOP - LEADING * rank, _text(line))
        for rank, line in enumerate(lines, start=2)
    ]
    return b"\n".join(shown)


def _text(line):
    """A string of the page, in the encoding of its font; what it lacks becomes a space."""
    plain = line.replace("\u202f", "\u00a0")
    escaped = plain.encode("cp1252", "replace").replace(b"\\", b"\\\\")
    return b"(" + escaped.replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
