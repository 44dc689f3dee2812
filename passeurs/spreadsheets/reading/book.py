"""A workbook, sheet by sheet and line by line; formulas are ignored, the values they gave kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.parsers import expat

import python_calamine

from passeurs.core.refusals import Refused
from passeurs.core.typography import number

from ..values import is_empty
from .archive import DAMAGED, Archive, packed
from .measure import Extent, OpenDocumentSheets, OpenXmlSheet, Scan, SharedStrings, local
from .plain import SEPARATORS, decoded, lines_of, separator_of

MOST_BYTES = 20_000_000
OTHERS = (
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"\x1f\x8b", "une archive compressée"),
    (b"7z\xbc\xaf", "une archive compressée"),
    (b"{\\rtf", "un document de traitement de texte"),
)
OLD = (
    "Ce classeur est au format .xls d’avant 2007, ou protégé par un mot de passe. Enregistrez-le "
    "au format .xlsx ou .ods, sans protection, puis envoyez cette copie."
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Row:
    """A line that holds something, numbered as the person's own program numbers it."""

    line: int
    cells: tuple[Any, ...]

    def cell(self, rank: int | None) -> Any:
        """The cell of that rank, None past the end and where there is no rank."""
        return self.cells[rank] if rank is not None and rank < len(self.cells) else None


@dataclass(frozen=True)
class Sheet:
    """A named table; `rows` reads it from the start, blank lines left out."""

    name: str
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True)
class Book:
    """`told` says how the file was read, for the screen: « Excel », « texte, UTF-8, … »."""

    sheets: tuple[Sheet, ...]
    told: str

    def sheet(self, name: str) -> Sheet | None:
        return next((one for one in self.sheets if one.name == name), None)


def open_book(stream: BinaryIO) -> Book:
    """Read the file whole, within bounds. Raises Refused, one French sentence."""
    stream.seek(0)
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        limit = number(MOST_BYTES // 1_000_000)
        raise Refused(f"Ce fichier dépasse {limit}\u00a0Mo. Envoyez-le en parties.")
    if not content.strip(b"\xef\xbb\xbf \t\r\n;,"):
        raise Refused("Ce fichier est vide.")
    if content.startswith(b"PK\x03\x04"):
        stream.seek(0)
        return _workbook(Archive(stream))
    _refuse_others(content)
    return _text(content)


def _refuse_others(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(OLD)
    what = next((what for sign, what in OTHERS if content.startswith(sign)), "")
    if (
        content[:400]
        .lstrip(b"\xef\xbb\xbf \t\r\n")
        .lower()
        .startswith((b"<!doc", b"<html", b"<?xml"))
    ):
        what = "une page web ou un document XML"
    if what:
        raise Refused(
            f"Ce fichier est {what}, pas un tableau. Envoyez un fichier .csv, .xlsx ou .ods."
        )


def _text(content: bytes) -> Book:
    text, encoding = decoded(content)
    separator = separator_of(text)

    def rows() -> Iterator[Row]:
        for line, cells in lines_of(text, separator):
            if any(not is_empty(cell) for cell in cells):
                yield Row(line, tuple(None if is_empty(cell) else cell for cell in cells))

    told = f"texte, codage {encoding}, séparateur {SEPARATORS[separator]}"
    return Book((Sheet("", rows),), told)


def _workbook(archive: Archive) -> Book:
    if "xl/workbook.xml" in archive.names:
        parts, extents, told = *_open_xml(archive), "Excel (.xlsx)"
    elif archive.read("mimetype").strip() == ODS.encode() if "mimetype" in archive.names else False:
        parts, extents, told = *_open_document(archive), "OpenDocument (.ods)"
    else:
        raise Refused(
            "Ce fichier est une archive ou un document, pas un tableau. Envoyez un fichier .csv, "
            ".xlsx ou .ods."
        )
    for extent in extents.values():
        extent.check()
    return Book(tuple(_sheets(parts, extents)), told)


def _open_xml(archive: Archive) -> tuple[dict[str, bytes], dict[str, Extent]]:
    fixed = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    more = [name for name in ("xl/styles.xml", "xl/sharedStrings.xml") if name in archive.names]
    parts = {name: archive.read(name) for name in (*fixed, *more)}
    texts = SharedStrings()
    if content := parts.get("xl/sharedStrings.xml"):
        texts.over(content)
    extents = {}
    for name, part in _parts_by_sheet(parts).items():
        parts[part] = archive.read(part)
        scan = OpenXmlSheet(texts.lengths)
        scan.over(parts[part])
        extents[name] = scan.extent
    return parts, extents


def _parts_by_sheet(parts: dict[str, bytes]) -> dict[str, str]:
    """The sheets of an .xlsx by name, each with the part that holds it."""
    targets = {
        found["Id"]: found.get("Target", "")
        for found in elements(parts["xl/_rels/workbook.xml.rels"], "Relationship")
        if found.get("Type", "").endswith("/worksheet")
    }
    named = {}
    for found in elements(parts["xl/workbook.xml"], "sheet"):
        wanted = next((value for key, value in found.items() if local(key) == "id"), "")
        if target := targets.get(wanted):
            named[found.get("name", "")] = _inside(target)
    return named


def _inside(target: str) -> str:
    return target.lstrip("/") if target.startswith(("/xl/", "xl/")) else f"xl/{target}"


def elements(content: bytes, name: str) -> list[dict[str, str]]:
    """The attributes of each element of that name."""
    found: list[dict[str, str]] = []
    scan = Scan()
    scan.parser.StartElementHandler = lambda one, attributes: (
        found.append(attributes) if local(one) == name else None
    )
    scan.over(content)
    return found


def _open_document(archive: Archive) -> tuple[dict[str, bytes], dict[str, Extent]]:
    names = ("mimetype", "META-INF/manifest.xml", "content.xml")
    parts = {name: archive.read(name) for name in names}
    if b"encryption-data" in parts["META-INF/manifest.xml"]:
        raise Refused(OLD)
    scan = OpenDocumentSheets()
    scan.over(parts["content.xml"])
    return parts, scan.extents


def _sheets(parts: dict[str, bytes], extents: dict[str, Extent]) -> Iterator[Sheet]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(packed(parts))
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Refused(DAMAGED) from None
    for name in book.sheet_names:
        if name in extents:
            yield Sheet(name, _reader(book, name, extents[name]))


def _reader(book: Any, name: str, extent: Extent) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        if not extent.lines:
            return
        try:
            sheet = book.get_sheet_by_name(name)
        except (python_calamine.CalamineError, OSError, ValueError, expat.ExpatError):
            raise Refused(DAMAGED) from None
        yield from _rows(sheet, extent)

    return rows


def _rows(sheet: Any, extent: Extent) -> Iterator[Row]:
    """The reader leaves out the columns before the first that holds something: they are put back,
    and what it passes over in silence (a formula without result) is said.
    """
    before = [None] * (sheet.start[1] if sheet.start else 0)
    read = sheet.iter_rows()
    for line in range(1, extent.lines + 1):
        cells = next(read, ())
        row = before + [None if is_empty(cell) else _plain(cell) for cell in cells]
        if gaps := extent.gaps.get(line):
            row += [None] * (extent.columns - len(row))
            for rank, gap in gaps.items():
                row[rank] = gap
        if any(cell is not None for cell in row):
            yield Row(line, tuple(row))


def _plain(cell: Any) -> Any:
    """Whole numbers as such: spreadsheets hold them all with decimals."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
