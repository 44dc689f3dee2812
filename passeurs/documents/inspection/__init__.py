"""Opening a file for real before keeping it."""

from collections.abc import Callable
from typing import BinaryIO

from ..rules import Format
from . import film, office, pdf, picture
from .signature import check_signature

_OPENERS: dict[str, Callable[[BinaryIO, Format], None]] = {
    "pdf": pdf.check,
    "office": office.check,
    "picture": picture.check,
    "film": film.check,
}


def inspect(stream: BinaryIO, declared: Format) -> None:
    """Raise Refused when the content is not what the name says, cannot be opened, or may harm."""
    check_signature(stream, declared)
    stream.seek(0)
    _OPENERS[declared.family](stream, declared)
    stream.seek(0)
