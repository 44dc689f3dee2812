"""Handing a table over, to be saved and never shown inside a page of ours."""

from collections.abc import Sequence
from io import BytesIO

from django.http import FileResponse

from passeurs.core.downloads import shut

from ..formats import format_of
from .tables import Table
from .writers import write


def download(tables: Sequence[Table], code: str, *, name: str) -> FileResponse:
    """The tables as a file called `name`, without its suffix; Refused on an unknown format.

    The rows leave memory as they are written; the packed file alone is held, some ten bytes a cell.
    """
    known = format_of(code)
    content = BytesIO()
    write(tables, known.code, content)
    content.seek(0)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"{name}.{known.code}",
        content_type=known.content_type,
    )
    return shut(response)
