"""A list of films as a workbook: the same columns that an import reads."""

from collections.abc import Iterable, Iterator
from typing import Any

from passeurs.spreadsheets.values import shown
from passeurs.spreadsheets.writing import Column, Kind, Table

from .columns import TARGETS
from .enums import Version
from .matching import Judged
from .models import ListedFilm
from .reading import FilmTable

WIDE = {"title": 36, "original_title": 30, "directors": 30, "synopsis": 60, "conditions": 40}
KINDS = {"tariff": Kind.AMOUNT, "visa_on": Kind.DATE, "year": Kind.TEXT}
SHORT_VERSIONS = {Version.FRENCH: "VF", Version.SUBTITLED: "VOST", Version.WORDLESS: "muet"}
SAMPLE = {
    "title": "Le Jardin d’hiver",
    "directors": "Une Cinéaste",
    "countries": "France",
    "year": 2019,
    "duration_min": "1 h 32",
    "versions": "VF",
    "has_audiodescription": "oui",
}


def list_table(rows: Iterable[ListedFilm]) -> Table:
    """The list, or a line to imitate when it is empty."""
    return Table("Films", _columns(), _filled(rows))


def _columns() -> tuple[Column, ...]:
    return tuple(
        Column(one.label, KINDS.get(one.name, Kind.TEXT), WIDE.get(one.name, 16)) for one in TARGETS
    )


def _filled(rows: Iterable[ListedFilm]) -> Iterator[list[Any]]:
    is_empty = True
    for row in rows:
        is_empty = False
        yield [_cell(row, one.name) for one in TARGETS]
    if is_empty:
        yield [SAMPLE.get(one.name) for one in TARGETS]


def _cell(row: ListedFilm, name: str) -> Any:
    if name == "favourite":
        return True if row.favourite else None
    if name in {"audience", "genre"}:
        return getattr(row.film, f"get_{name}_display")()
    value = getattr(row.film, name)
    if name == "versions":
        return ", ".join(SHORT_VERSIONS[code] for code in value if code in SHORT_VERSIONS)
    return value


def report_table(table: FilmTable, judged: Iterable[Judged]) -> Table:
    """Each line with what becomes of it and why, beside its own cells."""
    own = tuple(Column(heading or "sans titre", width=20) for heading in table.headings)
    head = (Column("Ligne", Kind.NUMBER, 8), Column("Ce qui en est fait", width=18))
    columns = (*head, Column("Remarque", width=60), *own)
    return Table("Lignes", columns, (_report_row(one, len(own)) for one in judged))


def _report_row(one: Judged, width: int) -> list[Any]:
    cells = [shown(cell) for cell in one.line.cells[:width]]
    return [one.line.line, one.state.label, one.reason or one.note, *cells]
