"""What is to be written: named tables of typed columns, their rows given one after the other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

LONGEST_CELL = 32_767
"""The most signs a cell holds in every spreadsheet program."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A text that starts so would be taken for a formula."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Kind(StrEnum):
    """What a column holds; a value of another kind is written as the text it is."""

    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"


class Tone(StrEnum):
    """How a line is shown."""

    PLAIN = "plain"
    HEAD = "head"
    GROUP = "group"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True)
class Column:
    """`width` is in signs. In a locked table, only the cells of open columns may be typed in."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 16
    is_open: bool = False


@dataclass(frozen=True)
class Formula:
    """A sum of ranges less another, for the comfort of whoever fills the table; `value` is what it
    gives now. A range is « D4:D9 », or « Financeurs!C2:C61 » on another sheet.
    """

    value: Decimal
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row that is not plain; its open columns stay open only where the line is plain."""

    cells: Sequence[Any]
    tone: Tone = Tone.GROUP


@dataclass(frozen=True)
class Table:
    """A sheet. `rows` may be a generator: it is read once, one row at a time.

    With `has_heading`, the first line names the columns and stays in sight. `is_locked` keeps the
    rest from a slip of the hand; there is no password.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any] | Line]
    has_heading: bool = True
    is_locked: bool = False

    def lines(self) -> Iterable[Line]:
        """Every line with its tone, the heading first."""
        if self.has_heading:
            yield Line([column.heading for column in self.columns], Tone.HEAD)
        for row in self.rows:
            yield row if isinstance(row, Line) else Line(row, Tone.PLAIN)


def cut(text: str) -> str:
    """The text as a cell can hold it: no control sign, no more than a cell's length."""
    clean = _CONTROLS.sub("", text)
    return clean if len(clean) <= LONGEST_CELL else f"{clean[: LONGEST_CELL - 1]}…"


def naive(moment: datetime) -> datetime:
    """Spreadsheets know no time zone: the wall clock of the moment is kept."""
    return moment.replace(tzinfo=None)


def french(value: date) -> str:
    pattern = "%d/%m/%Y %H:%M" if isinstance(value, datetime) else "%d/%m/%Y"
    return value.strftime(pattern)
