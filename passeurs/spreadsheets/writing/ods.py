"""OpenDocument, by a small writer of our own: one pass, one part of the zip open at a time."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ..formats import FORMATS
from .tables import Formula, Kind, Line, Table, Tone, cut, french, naive

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("number", "datastyle"),
        ("config", "config"),
        ("manifest", "manifest"),
    )
)
NAMESPACES += (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SIGN_WIDTH_MM = 2.1
NUMBERS = (
    '<number:number-style style:name="N-number"><number:number number:decimal-places="0" '
    'number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
    '<number:number-style style:name="N-amount"><number:number number:decimal-places="2" '
    'number:min-decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>'
    '</number:number-style><number:date-style style:name="N-date"><number:day '
    'number:style="long"/><number:text>/</number:text><number:month number:style="long"/>'
    '<number:text>/</number:text><number:year number:style="long"/></number:date-style>'
    '<number:text-style style:name="N-text"><number:text-content/></number:text-style>'
)
CELL = {
    Tone.PLAIN: "",
    Tone.HEAD: 'fo:background-color="#12122b" fo:wrap-option="wrap"',
    Tone.GROUP: 'fo:background-color="#ece9e2"',
    Tone.TOTAL: 'fo:border-top="0.75pt solid #000000"',
    Tone.NOTE: 'fo:wrap-option="wrap" style:vertical-align="top"',
}
WORDS = {
    Tone.PLAIN: "",
    Tone.HEAD: 'fo:font-weight="bold" fo:color="#ffffff"',
    Tone.GROUP: 'fo:font-weight="bold"',
    Tone.TOTAL: 'fo:font-weight="bold"',
    Tone.NOTE: "",
}
PAPER = 'style:cell-protect="none" fo:background-color="#fff8e6"'


def write(tables: Sequence[Table], stream: BinaryIO) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        mimetype = FORMATS["ods"].content_type
        archive.writestr("mimetype", mimetype, compress_type=zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _manifest(mimetype))
        archive.writestr("settings.xml", _settings(tables))
        with archive.open("content.xml", "w") as part:
            for piece in _content(tables):
                part.write(piece.encode("utf-8"))


def _manifest(mimetype: str) -> str:
    entries = (("/", mimetype), ("content.xml", "text/xml"), ("settings.xml", "text/xml"))
    lines = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in entries
    )
    return (
        f'{HEAD}<manifest:manifest {NAMESPACES} manifest:version="1.3">{lines}</manifest:manifest>'
    )


def _settings(tables: Sequence[Table]) -> str:
    """The heading of each table stays in sight."""
    frozen = "".join(
        (
            _item("VerticalSplitMode", "short", "2"),
            _item("VerticalSplitPosition", "int", "1"),
            _item("PositionBottom", "int", "1"),
            _item("ActiveSplitRange", "short", "2"),
        )
    )
    views = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(table.title)}>{frozen}"
        "</config:config-item-map-entry>"
        for table in tables
        if table.has_heading
    )
    return (
        f'{HEAD}<office:document-settings {NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'{_item("ViewId", "string", "view1")}<config:config-item-map-named config:name="Tables">'
        f"{views}</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>"
        "</office:document-settings>"
    )


def _item(name: str, kind: str, value: str) -> str:
    return (
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}'
        "</config:config-item>"
    )


def _content(tables: Sequence[Table]) -> Iterator[str]:
    yield f'{HEAD}<office:document-content {NAMESPACES} office:version="1.3">'
    yield f"<office:automatic-styles>{NUMBERS}{''.join(_styles())}{_widths(tables)}"
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    for rank, table in enumerate(tables):
        yield from _table(rank, table)
    yield "</office:spreadsheet></office:body></office:document-content>"


def _styles() -> Iterator[str]:
    for tone in Tone:
        for kind in Kind:
            for is_open in (False, True):
                cell = f"{CELL[tone]} {PAPER}" if is_open and tone == Tone.PLAIN else CELL[tone]
                yield (
                    f'<style:style style:name="{_style(tone, kind, is_open=is_open)}" '
                    f'style:family="table-cell" style:data-style-name="N-{kind}">'
                    f"<style:table-cell-properties {cell}/><style:text-properties {WORDS[tone]}/>"
                    "</style:style>"
                )


def _style(tone: Tone, kind: Kind, *, is_open: bool) -> str:
    return f"{tone}-{kind}{'-open' if is_open else ''}"


def _widths(tables: Sequence[Table]) -> str:
    return "".join(
        f'<style:style style:name="co{rank}-{place}" style:family="table-column">'
        "<style:table-column-properties "
        f'style:column-width="{column.width * SIGN_WIDTH_MM:.1f}mm"/></style:style>'
        for rank, table in enumerate(tables)
        for place, column in enumerate(table.columns)
    )


def _table(rank: int, table: Table) -> Iterator[str]:
    locked = ' table:protected="true"' if table.is_locked else ""
    yield f"<table:table table:name={quoteattr(table.title)}{locked}>"
    for place in range(len(table.columns)):
        yield f'<table:table-column table:style-name="co{rank}-{place}"/>'
    for line in table.lines():
        yield "<table:table-row>"
        yield "".join(_cells(line, table))
        yield "</table:table-row>"
    yield "</table:table>"


def _cells(line: Line, table: Table) -> Iterator[str]:
    for value, column in zip(line.cells, table.columns, strict=False):
        is_open = table.is_locked and column.is_open and line.tone == Tone.PLAIN
        kind = Kind.DATE if isinstance(value, date) else column.kind
        style = f'table:style-name="{_style(line.tone, kind, is_open=is_open)}"'
        yield f"<table:table-cell {style}{_value(value)}</table:table-cell>"


def _value(value: Any) -> str:  # noqa: PLR0911 - one a kind of value
    """The attributes of the value, then what is shown of it."""
    match value:
        case None | "":
            return ">"
        case Formula():
            return f' table:formula="{_formula(value)}"{_number(value.value)}'
        case bool():
            return _words("oui" if value else "non")
        case int() | float() | Decimal():
            return _number(value)
        case datetime():
            return _date(naive(value))
        case date():
            return _date(value)
        case _:
            return _words(cut(str(value)))


def _number(value: float | Decimal) -> str:
    shown = f"{value}".replace(".", ",")
    return f' office:value-type="float" office:value="{value}"><text:p>{shown}</text:p>'


def _date(value: date) -> str:
    return (
        f' office:value-type="date" office:date-value="{value.isoformat()}">'
        f"<text:p>{french(value)}</text:p>"
    )


def _words(text: str) -> str:
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))
    return f' office:value-type="string">{lines}'


def _spaced(line: str) -> str:
    """Runs of spaces and tabs, which XML would gather, are written for what they are."""
    line = escape(line.replace("\r", "")).replace("\t", "<text:tab/>")
    if line.startswith(" "):
        line = f"<text:s/>{line[1:]}"
    while "  " in line:
        line = line.replace("  ", " <text:s/>")
    return line


def _formula(formula: Formula) -> str:
    less = f"-SUM({_ranges(formula.minus)})" if formula.minus else ""
    return f"of:=SUM({_ranges(formula.plus)}){less}"


def _ranges(ranges: tuple[str, ...]) -> str:
    return ";".join(map(_range, ranges))


def _range(written: str) -> str:
    """« D4:D9 » → « [.D4:.D9] », « Financeurs!C2:C61 » → « [$Financeurs.C2:.C61] »."""
    sheet, _, cells = written.rpartition("!")
    first, _, last = cells.partition(":")
    start = f"${sheet}.{first}" if sheet else f".{first}"
    return f"[{start}:.{last}]" if last else f"[{start}]"
