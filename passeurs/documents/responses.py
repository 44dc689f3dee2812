"""Handing a file back."""

from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase

from passeurs.core.downloads import shut

from .models import Preview, StoredFile
from .storage import reached, short_link
from .withheld import refuse_unless_may_leave


def attachment_response(stored_file: StoredFile, reader: Any = None) -> HttpResponseBase:
    """The bytes, to be saved and never shown inside a page of ours; a short link from a bucket.

    The caller has already checked who is asking. A file in quarantine goes back to its sender
    alone, when `reader` is told. Raises Http404 when the bytes are gone, WithheldError and
    StorageAwayError when they may not or cannot leave now: `withheld` makes pages of them.
    """
    refuse_unless_may_leave(stored_file, reader)
    name, known = str(stored_file.file.name), stored_file.content_type
    try:
        if link := short_link(name, filename=stored_file.original_name, content_type=known):
            return _away(link)
        with reached():
            content = stored_file.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return shut(
        FileResponse(
            content, as_attachment=True, filename=stored_file.original_name, content_type=known
        )
    )


def preview_response(stored_file: StoredFile) -> FileResponse:
    """Our own small picture of a file, the only bytes that a page of ours shows.

    The caller has already checked who is asking. Raises Http404 when there is none.
    """
    preview = Preview.objects.filter(pk=stored_file.pk).exclude(file="").first()
    if preview is None or not stored_file.may_leave:
        raise Http404
    try:
        with reached():
            content = preview.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = shut(FileResponse(content, content_type="image/webp"))
    response["Content-Disposition"] = "inline"
    return response


def pdf_response(content: bytes, *, filename: str) -> FileResponse:
    """A PDF of ours, to be saved, with the same strictness."""
    response = FileResponse(
        BytesIO(content), as_attachment=True, filename=filename, content_type="application/pdf"
    )
    return shut(response)


def _away(link: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(link)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
