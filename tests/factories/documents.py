"""Files that open for real, and uploads made of them."""

import io
import zipfile
from datetime import UTC, datetime

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from passeurs.documents.actions import store_upload
from passeurs.documents.models import Preview
from passeurs.documents.rules import ANY

AT = datetime(2023, 10, 20, 8, 0, tzinfo=UTC)
ODT = "application/vnd.oasis.opendocument.text"


def pdf_bytes(*, edit=None, pages=1, **saving):
    """A blank PDF; `edit` receives it before it is saved."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if edit:
        edit(document)
    output = io.BytesIO()
    document.save(output, **saving)
    return output.getvalue()


def picture_bytes(kind="PNG", size=(8, 8)):
    output = io.BytesIO()
    Image.new("RGB", size, "navy").save(output, kind)
    return output.getvalue()


def zip_bytes(entries):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return output.getvalue()


def docx_bytes(**more):
    return zip_bytes({"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>", **more})


def odt_bytes(mimetype=ODT, manifest="<m/>", **more):
    return zip_bytes(
        {
            "mimetype": mimetype,
            "content.xml": "<office/>",
            "META-INF/manifest.xml": manifest,
            **more,
        }
    )


def film_bytes():
    return b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"\0\0\0\x08moov" + b"\0\0\0\x0amdat\0\0"


def upload(name="cv.pdf", content=None):
    return SimpleUploadedFile(name, pdf_bytes() if content is None else content)


def stored_file(name="cv.pdf", content=None, *, by=None, at=AT, scope=""):
    return store_upload(upload(name, content), allowed=ANY, by=by, at=at, scope=scope)


def previewed_file(**more):
    """A file that was drawn: any picture does."""
    kept = stored_file(**more)
    preview = Preview(stored_file=kept, width=8, height=8, pages=1, drawn_at=AT)
    preview.file.save("apercu.webp", ContentFile(picture_bytes("WEBP")))
    return kept
