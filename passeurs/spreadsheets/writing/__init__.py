"""Writing tables that open everywhere, of any length, in constant memory."""

from .responses import download
from .tables import Column, Formula, Kind, Line, Table, Tone
from .writers import write

__all__ = ["Column", "Formula", "Kind", "Line", "Table", "Tone", "download", "write"]
