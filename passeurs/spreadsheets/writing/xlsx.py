"""Excel, through xlsxwriter: rows leave memory as they are written.

The library makes the book, its formats and its sheets; the cells are drawn here, as it draws them,
a row at a time: a region exports a million of them. A test compares both, to the letter.
"""

import html
import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from ..cells import column_letter
from .tables import LONGEST_CELL, Formula, Kind, Table, Tone, cut, naive

FORMATS = {
    Kind.TEXT: "@",
    Kind.NUMBER: "#,##0",
    Kind.AMOUNT: "#,##0.00",
    Kind.DATE: "dd/mm/yyyy",
}
TONES: dict[Tone, dict[str, Any]] = {
    Tone.PLAIN: {},
    Tone.HEAD: {"bold": True, "bg_color": "#12122b", "font_color": "#ffffff", "text_wrap": True},
    Tone.GROUP: {"bold": True, "bg_color": "#ece9e2"},
    Tone.TOTAL: {"bold": True, "top": 1},
    Tone.NOTE: {"text_wrap": True, "valign": "top"},
}
PAPER = {"bg_color": "#fff8e6", "bottom": 4}
"""What may be typed in is seen at a glance."""


def write(tables: Sequence[Table], stream: BinaryIO) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        styles = _Styles(book)
        for table in tables:
            _write_table(book.add_worksheet(table.title, _Sheet), table, styles)


class _Styles:
    """The formats of a book, each made once, by the number that a cell names."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Kind, Tone, bool], int] = {}

    def of(self, *asked: *tuple[Kind, Tone, bool]) -> int:
        """The number of a kind of value, on a line of that tone, to be typed in or not."""
        if asked not in self._made:
            self._made[asked] = self._format(*asked)._get_xf_index()  # noqa: SLF001 - its number
        return self._made[asked]

    def _format(self, kind: Kind, tone: Tone, is_open: bool) -> Style:
        more = PAPER if is_open else {}
        told = {"num_format": FORMATS[kind], "locked": not is_open, **TONES[tone], **more}
        return self._book.add_format(told)


class _Sheet(Worksheet):
    """A sheet that takes whole rows, each already drawn; those past its last one are left out."""

    def write_drawn(self, number: int, width: int, drawn: str) -> None:
        if width and not self._check_dimensions(number, 0) and not self._widen(number, width):
            self.fh.write(f'<row r="{number + 1}">{drawn}</row>')

    def _widen(self, number: int, width: int) -> int:
        return int(self._check_dimensions(number, width - 1))


def _write_table(sheet: _Sheet, table: Table, styles: _Styles) -> None:
    for rank, column in enumerate(table.columns):
        sheet.set_column(rank, rank, column.width)
    if table.has_heading:
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
    sheet.set_landscape() if len(table.columns) > 4 else sheet.set_portrait()  # noqa: PLR2004 - what a page holds
    sheet.fit_to_pages(1, 0)
    if table.is_locked:
        sheet.protect("", {"format_columns": True, "format_rows": True})
    kinds = [(column_letter(rank), one.kind, one.is_open) for rank, one in enumerate(table.columns)]
    for number, line in enumerate(table.lines()):
        takes = table.is_locked and line.tone == Tone.PLAIN
        cells = zip(line.cells, kinds, strict=False)
        drawn = [
            _cell(value, f"{letter}{number + 1}", kind, (line.tone, takes and is_open), styles)
            for value, (letter, kind, is_open) in cells
        ]
        sheet.write_drawn(number, len(drawn), "".join(drawn))


def _cell(value: Any, place: str, wanted: Kind, look: tuple[Tone, bool], styles: _Styles) -> str:
    """A cell as the file holds it; an empty one keeps its column's format, for what will be typed
    there.
    """
    kind, draw = _DRAWINGS.get(type(value)) or _drawing_of(value)
    style = styles.of(_shown(kind, wanted), *look)
    return f'<c r="{place}" s="{style}"{draw(value)}'


def _shown(kind: Kind | None, wanted: Kind) -> Kind:
    if kind is None or (kind is Kind.NUMBER and wanted is Kind.AMOUNT):
        return wanted
    return kind


def _drawing_of(value: Any) -> tuple[Kind | None, Callable[[Any], str]]:
    """How to draw a value whose very type is not known: a kind of text or of number, say."""
    known = (found for type_, found in _DRAWINGS.items() if isinstance(value, type_))
    return next(known, (Kind.TEXT, _text))


def _text(value: Any) -> str:
    text = cut(str(value))
    return _words(text) if text else _BLANK


def _words(text: str) -> str:
    if len(text) > LONGEST_CELL // 2:  # a program counts a rare sign as two
        text = text.encode("utf-16-le")[: LONGEST_CELL * 2].decode("utf-16-le", "ignore")
    if "_x" in text or "\r" in text:
        text = Worksheet._escape_control_characters(text)  # noqa: SLF001 - the format's own escape
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f' t="inlineStr"><is><t{kept}>{html.escape(text, quote=False)}</t></is></c>'


def _number(value: float | Decimal) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number for a cell")
    return f"><v>{value:.16G}</v></c>"


def _day(value: date) -> str:
    moment = naive(value) if isinstance(value, datetime) else value
    return _number(_CLOCK._convert_date_time(moment))  # noqa: SLF001 - days since 1900


def _sum(formula: Formula) -> str:
    less = f"-SUM({','.join(formula.minus)})" if formula.minus else ""
    told = html.escape(f"SUM({','.join(formula.plus)}){less}", quote=False)
    return f"><f>{told}</f><v>{float(formula.value)}</v></c>"


_BLANK = "/>"
_CLOCK = Worksheet()
_DRAWINGS: dict[type, tuple[Kind | None, Callable[[Any], str]]] = {
    type(None): (None, lambda _value: _BLANK),
    bool: (Kind.TEXT, lambda value: _words("oui" if value else "non")),
    str: (Kind.TEXT, _text),
    Formula: (None, _sum),
    int: (Kind.NUMBER, _number),
    float: (Kind.NUMBER, _number),
    Decimal: (Kind.NUMBER, _number),
    datetime: (Kind.DATE, _day),
    date: (Kind.DATE, _day),
}
"""What a value is shown as (None: as its column), and how it is drawn; the nearest type first."""
