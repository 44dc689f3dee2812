"""The three kinds of file that are read and written."""

from dataclasses import dataclass

from passeurs.core.refusals import Refused


@dataclass(frozen=True)
class Format:
    """`content_type` is what we answer with; a file that comes in is known by its content."""

    code: str
    label: str
    content_type: str


_ALL = (
    Format(
        "xlsx",
        "Excel (.xlsx)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Format(
        "ods",
        "tableur OpenDocument (.ods)",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    Format("csv", "texte (.csv)", "text/csv; charset=utf-8"),
)
FORMATS = {known.code: known for known in _ALL}


def format_of(code: str) -> Format:
    """Raises Refused on a format that is not written."""
    try:
        return FORMATS[code]
    except KeyError:
        known = ", ".join(FORMATS)
        raise Refused(f"Ce format n’est pas connu. Choisissez parmi\u00a0: {known}.") from None
