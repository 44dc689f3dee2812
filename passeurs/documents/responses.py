"""Handing a file back."""

from io import BytesIO

from django.http import FileResponse, Http404

from .models import StoredFile


def attachment_response(stored_file: StoredFile) -> FileResponse:
    """The bytes, to be saved and never shown inside a page of ours.

    The caller has already checked who is asking. Raises Http404 when the bytes are gone.
    """
    try:
        content = stored_file.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=stored_file.original_name,
        content_type=stored_file.content_type,
    )
    return _shut(response)


def pdf_response(content: bytes, *, filename: str) -> FileResponse:
    """A PDF of ours, to be saved, with the same strictness."""
    response = FileResponse(
        BytesIO(content), as_attachment=True, filename=filename, content_type="application/pdf"
    )
    return _shut(response)


def _shut(response: FileResponse) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
