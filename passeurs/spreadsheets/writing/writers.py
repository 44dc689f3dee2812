"""One way in for the three formats."""

from collections.abc import Callable, Sequence
from typing import BinaryIO

from ..formats import format_of
from . import ods, plain, xlsx
from .tables import Table

_WRITERS: dict[str, Callable[[Sequence[Table], BinaryIO], None]] = {
    "xlsx": xlsx.write,
    "ods": ods.write,
    "csv": plain.write,
}


def write(tables: Sequence[Table], code: str, stream: BinaryIO) -> None:
    """Write the tables to the stream, row by row; a .csv holds the first alone.

    Raises Refused on a format that is not written.
    """
    _WRITERS[format_of(code).code](tables, stream)
