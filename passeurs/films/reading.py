"""A list of films as its file holds it: the heading, then each line read or refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from passeurs.core.folding import fold
from passeurs.core.refusals import Refused
from passeurs.core.typography import number
from passeurs.spreadsheets import values
from passeurs.spreadsheets.cells import place
from passeurs.spreadsheets.reading import Book, Row, Sheet
from passeurs.spreadsheets.values import Unreadable

from .columns import BY_NAME, guess, missing

HEADING_WITHIN = 20
MOST_FILMS = 120_000
SHOWN_ROWS = 5


@dataclass
class FilmLine:
    """One line: what it says of a film, or why it cannot be read."""

    line: int
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    cells: tuple[Any, ...] = ()

    @property
    def title(self) -> str:
        return str(self.facts.get("title") or "")

    @property
    def key(self) -> tuple[str, int]:
        """A film's title and year, as two lists would write them differently."""
        return fold(self.title), self.facts.get("year") or 0


@dataclass(frozen=True)
class FilmTable:
    """The sheet that holds the films, its heading and where it stands."""

    sheet: Sheet
    heading: Row

    @property
    def headings(self) -> list[str]:
        return [values.shown(cell) for cell in self.heading.cells]

    def guess(self) -> dict[str, int]:
        return guess(self.heading.cells)

    def rows(self) -> Iterator[Row]:
        """The lines under the heading. Raises Refused past the most a list may hold."""
        below = (row for row in self.sheet.rows() if row.line > self.heading.line)
        for rank, row in enumerate(below):
            if rank >= MOST_FILMS:
                raise Refused(f"Une liste ne compte pas plus de {number(MOST_FILMS)} films.")
            yield row

    def sample(self) -> list[list[str]]:
        """The first lines as they are, each as wide as the heading."""
        wide = len(self.heading.cells)
        return [
            [values.shown(row.cell(rank))[:80] for rank in range(wide)]
            for row in islice(self.rows(), SHOWN_ROWS)
        ]

    def lines(self, mapping: Mapping[str, int]) -> Iterator[FilmLine]:
        """Every line read by the columns chosen. Raises Refused without title or year."""
        if lacking := missing(mapping):
            named = " et ".join(f"«\u00a0{label}\u00a0»" for label in lacking)
            raise Refused(f"Dites quelle colonne donne {named}\u00a0: rien ne se lit sans elle.")
        for row in self.rows():
            yield _read(row, mapping)


def find_table(book: Book) -> FilmTable:
    """The first sheet with a heading of films. Raises Refused when there is none."""
    fallback = None
    for sheet in book.sheets:
        for row in islice(sheet.rows(), HEADING_WITHIN):
            if not missing(guess(row.cells)):
                return FilmTable(sheet, row)
            fallback = fallback or FilmTable(sheet, row)
    if fallback is None:
        raise Refused("Ce fichier ne contient aucune ligne.")
    return fallback


def _read(row: Row, mapping: Mapping[str, int]) -> FilmLine:
    found = FilmLine(row.line, cells=row.cells)
    for name, rank in mapping.items():
        target = BY_NAME[name]
        try:
            value = target.read(row.cell(rank))
        except Unreadable as unreadable:
            where = place(row.line, rank, target.label.lower())
            found.reasons.append(f"{where}\u00a0: {unreadable}")
        else:
            if value is not None:
                found.facts[name] = value
    return found
