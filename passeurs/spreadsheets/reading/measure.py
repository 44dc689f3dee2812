"""The extent of a sheet, measured on its XML before any of it is laid out in memory.

A spreadsheet of a few kilobytes may name a cell on line 1 048 576, or repeat one a million times:
the reader would lay out the whole rectangle. It is refused here, with its formulas noted when the
file does not hold their result.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from passeurs.core.refusals import Refused
from passeurs.core.typography import number

from ..cells import column_rank
from ..values import UNCALCULATED
from .archive import DAMAGED

MOST_CELLS = 3_000_000
MOST_COLUMNS = 300
MOST_ROWS = 200_000
MOST_SIGNS = 100_000_000
FORBIDDEN = "Ce classeur contient des définitions XML interdites\u00a0: il n’a pas été ouvert."


@dataclass
class Extent:
    """What a sheet holds: its last line and column that hold something, the signs of its texts,
    and by line and rank the formulas that have no result (`UNCALCULATED`) or a faulty one.
    """

    lines: int = 0
    columns: int = 0
    signs: int = 0
    gaps: dict[int, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))

    def hold(self, line: int, rank: int, signs: int) -> None:
        self.lines, self.columns = max(self.lines, line), max(self.columns, rank + 1)
        self.signs += signs

    def check(self) -> None:
        if self.lines > MOST_ROWS:
            raise Refused(
                f"Cette feuille compte {number(self.lines)} lignes\u202f; la limite est de "
                f"{number(MOST_ROWS)}. Retirez celles qui ne servent pas, ou envoyez-la en "
                "plusieurs fois."
            )
        if self.columns > MOST_COLUMNS:
            raise Refused(
                f"Cette feuille compte {number(self.columns)} colonnes\u202f; la limite est de "
                f"{number(MOST_COLUMNS)}. Retirez celles qui ne servent pas."
            )
        if self.lines * self.columns > MOST_CELLS or self.signs > MOST_SIGNS:
            raise Refused("Cette feuille est trop grande pour être lue. Envoyez-la en parties.")


class Scan:
    """One pass over the XML of a part; subclasses note what they meet."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.EntityDeclHandler = _refuse_entity

    def over(self, content: bytes) -> "Scan":
        try:
            self.parser.Parse(content, True)
        except (expat.ExpatError, ValueError):
            raise Refused(DAMAGED) from None
        return self

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""

    def words(self, data: str) -> None:
        """A text."""


def _refuse_entity(*_declaration: object) -> None:
    raise Refused(FORBIDDEN)


class SharedStrings(Scan):
    """How long each shared text of a workbook is."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "si":
            self.lengths.append(0)

    def words(self, data: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(data)


class OpenXmlSheet(Scan):
    """A sheet of an .xlsx; a million cells pass here, hence the few tests in order of frequency."""

    def __init__(self, lengths: list[int]) -> None:
        super().__init__()
        self.extent, self.lengths = Extent(), lengths
        self.line, self.rank, self.kind = 0, -1, ""
        self.is_value = self.has_formula = False
        self.value = ""
        self.ranks: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name) if ":" in name else name
        if name in {"v", "t"}:
            self.is_value = True
        elif name == "c":
            self._open(attributes)
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self.line, self.rank = int(attributes.get("r", self.line + 1)), -1

    def _open(self, attributes: dict[str, str]) -> None:
        self.kind, self.has_formula, self.value = attributes.get("t", ""), False, ""
        reference = attributes.get("r")
        if reference is None:
            self.rank += 1
            return
        letters = reference.rstrip("0123456789")
        if letters not in self.ranks:
            self.ranks[letters] = column_rank(letters)
        self.line, self.rank = int(reference[len(letters) :]), self.ranks[letters]

    def words(self, data: str) -> None:
        if self.is_value:
            self.value += data

    def end(self, name: str) -> None:
        name = local(name) if ":" in name else name
        if name in {"v", "t"}:
            self.is_value = False
        elif name == "c":
            self._close()

    def _close(self) -> None:
        if self.value:
            self.extent.hold(self.line, self.rank, self._signs())
            if self.kind == "e":
                self.extent.gaps[self.line][self.rank] = self.value
        elif self.has_formula and self.kind != "str":
            self.extent.hold(self.line, self.rank, 0)
            self.extent.gaps[self.line][self.rank] = UNCALCULATED

    def _signs(self) -> int:
        if self.kind != "s":
            return len(self.value)
        rank = int(self.value)
        return self.lengths[rank] if 0 <= rank < len(self.lengths) else 0


class OpenDocumentSheets(Scan):
    """The sheets of an .ods, by name; repeated lines and cells count for what they unfold to."""

    def __init__(self) -> None:
        super().__init__()
        self.extents: dict[str, Extent] = {}
        self.extent = Extent()
        self.line = self.rank = 0
        self.lines = self.columns = 1
        self.is_cell = self.has_formula = self.has_value = False
        self.signs = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table:table":
                named = attributes.get("table:name", "")
                self.extent = self.extents.setdefault(named, Extent())
                self.line = 0
            case "table:table-row":
                self.lines = int(attributes.get("table:number-rows-repeated", 1))
                self.rank = 0
            case "table:table-cell" | "table:covered-table-cell":
                self.columns = int(attributes.get("table:number-columns-repeated", 1))
                self.is_cell, self.signs = True, 0
                self.has_formula = "table:formula" in attributes
                self.has_value = "office:value-type" in attributes

    def words(self, data: str) -> None:
        if self.is_cell:
            self.signs += len(data)

    def end(self, name: str) -> None:
        match name:
            case "table:table-row":
                self.line += self.lines
            case "table:table-cell" | "table:covered-table-cell":
                self._close()
                self.rank += self.columns
                self.is_cell = False

    def _close(self) -> None:
        is_missing = self.has_formula and not self.has_value and not self.signs
        if self.signs or self.has_value or is_missing:
            last, widest = self.line + self.lines, self.rank + self.columns
            self.extent.hold(last, widest - 1, self.signs * self.lines * self.columns)
        if is_missing:
            self.extent.gaps[self.line + 1][self.rank] = UNCALCULATED


def local(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2]
