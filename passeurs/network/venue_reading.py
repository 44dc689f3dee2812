"""A table of venues, read line by line: what is new, what changes, what is refused and why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django import forms

from passeurs.core.folding import fold
from passeurs.core.refusals import Refused
from passeurs.core.typography import number
from passeurs.organisations.fields import commune_named
from passeurs.organisations.models import Coordination
from passeurs.spreadsheets import values
from passeurs.spreadsheets.cells import place
from passeurs.spreadsheets.reading import Book, Row, Sheet
from passeurs.spreadsheets.values import Unreadable

from .enums import VenueKind
from .models import Venue
from .venue_columns import COLUMNS, ranks_of

HEADING_WITHIN = 20
MOST_LINES = 5_000
NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
LABELS = {
    REFUSED: "refusée",
    NEW: "nouvelle",
    CHANGED: "à compléter",
    SAME: "déjà à jour",
}
TONES = {REFUSED: "no", NEW: "ok", CHANGED: "wait", SAME: "mute"}
NO_HEADING = (
    "Dites quelle colonne donne le nom et laquelle donne la commune\u00a0: "
    "rien ne se lit sans elles."
)


@dataclass
class VenueLine:
    """One line: what it says of a venue, or why it cannot be read."""

    line: int
    state: str = NEW
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    venue: Venue | None = None
    changed: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.facts.get("name") or "Sans nom lisible")

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass(frozen=True)
class Report:
    """What an import would do, in the order of the file."""

    lines: list[VenueLine]

    def count(self, state: str) -> int:
        return Counter(line.state for line in self.lines)[state]

    @property
    def refused(self) -> int:
        return self.count(REFUSED)

    @property
    def usable(self) -> list[VenueLine]:
        return [line for line in self.lines if line.state in {NEW, CHANGED}]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """(tone, label, how many) of each kind of line there is."""
        return [
            (TONES[state], label, self.count(state))
            for state, label in LABELS.items()
            if self.count(state)
        ]


@dataclass(frozen=True)
class VenueTable:
    """The sheet that holds the venues, and its heading."""

    sheet: Sheet
    heading: Row

    @property
    def headings(self) -> list[str]:
        return [values.shown(cell) for cell in self.heading.cells]

    def guess(self) -> dict[str, int]:
        return ranks_of(self.heading.cells)

    def rows(self) -> list[Row]:
        """The lines under the heading. Raises Refused when there are none, or too many."""
        below = (row for row in self.sheet.rows() if row.line > self.heading.line)
        return _bounded(list(islice(below, MOST_LINES + 1)))


def find_table(book: Book) -> VenueTable:
    """The first sheet with a heading of venues, else the first line there is, its columns to say.

    Raises Refused when there is no line at all.
    """
    fallback = None
    for sheet in book.sheets:
        for row in islice(sheet.rows(), HEADING_WITHIN):
            if is_enough(ranks_of(row.cells)):
                return VenueTable(sheet, row)
            fallback = fallback or VenueTable(sheet, row)
    if fallback is None:
        raise Refused("Ce fichier ne contient aucune ligne.")
    return fallback


def is_enough(ranks: Mapping[str, int]) -> bool:
    """Whether these columns give all that a venue must have."""
    return {one.name for one in COLUMNS if one.is_required} <= ranks.keys()


def read_venues(
    book: Book, coordination: Coordination, ranks: Mapping[str, int] | None = None
) -> Report:
    """Judge every line against the directory as it stands, by the columns said or recognised.

    Raises Refused when the name or the commune has no column, or on a table too long.
    """
    table = find_table(book)
    ranks = table.guess() if ranks is None else ranks
    if not is_enough(ranks):
        raise Refused(NO_HEADING)
    rows = table.rows()
    known = _known(coordination)
    seen: dict[tuple[str, str], int] = {}
    communes: dict[str, Any] = {}
    return Report([_line(row, ranks, known, seen, communes) for row in rows])


def _bounded(rows: list[Row]) -> list[Row]:
    if len(rows) > MOST_LINES:
        raise Refused(
            f"Ce tableau compte plus de {number(MOST_LINES)} lignes\u00a0: envoyez-le en parties."
        )
    if not rows:
        raise Refused("Ce tableau n’a aucune ligne sous ses titres.")
    return rows


def _known(coordination: Coordination) -> dict[tuple[str, str], Venue]:
    """The venues of the region by name and commune, as two tables would write them differently."""
    rows = Venue.objects.filter(coordination=coordination, merged_into=None)
    found = rows.select_related("commune", "coordination").order_by("-pk")
    return {_key(venue.name, venue.commune_id): venue for venue in found}


def _key(name: str, insee: str) -> tuple[str, str]:
    return fold(name), insee


def _line(
    row: Row,
    ranks: Mapping[str, int],
    known: dict[tuple[str, str], Venue],
    seen: dict[tuple[str, str], int],
    communes: dict[str, Any],
) -> VenueLine:
    line = VenueLine(row.line)
    for column in COLUMNS:
        if column.name in ranks:
            _read(line, row, ranks[column.name], column)
    _find_commune(line, communes)
    _check_point(line)
    if line.reasons:
        line.state = REFUSED
        return line
    return _judged(line, known, seen)


def _read(line: VenueLine, row: Row, rank: int, column: Any) -> None:
    try:
        value = column.read(row.cell(rank))
    except Unreadable as error:
        line.reasons.append(f"{place(row.line, rank, column.label.lower())}\u00a0: {error}.")
        return
    if value is not None:
        line.facts[column.name] = value


def _find_commune(line: VenueLine, communes: dict[str, Any]) -> None:
    text = line.facts.get("commune")
    if text is None:
        return
    if text not in communes:
        communes[text] = _named(text)
    found = communes[text]
    if isinstance(found, str):
        line.reasons.append(f"«\u00a0{text}\u00a0»\u00a0: {found}")
    else:
        line.facts["commune"] = found


def _named(text: str) -> Any:
    """The commune, or why there is none."""
    try:
        return commune_named(text) or "aucune commune n’est encore chargée."
    except forms.ValidationError as error:
        return error.messages[0]


def _check_point(line: VenueLine) -> None:
    if ("lat" in line.facts) != ("lon" in line.facts):
        line.reasons.append("Il manque l’une des deux coordonnées.")
    elif "lat" in line.facts:
        line.facts["is_exact"] = True


def _judged(
    line: VenueLine, known: dict[tuple[str, str], Venue], seen: dict[tuple[str, str], int]
) -> VenueLine:
    key = _key(line.facts["name"], line.facts["commune"].pk)
    if key in seen:
        line.state = REFUSED
        line.reasons.append(f"Cette salle est déjà à la ligne {seen[key]}.")
        return line
    seen[key] = line.line
    line.venue = known.get(key)
    if line.venue is None:
        line.facts.setdefault("kind", VenueKind.OTHER)
        return line
    venue = line.venue
    facts = {name: value for name, value in line.facts.items() if name != "name"}
    line.changed = [name for name, value in facts.items() if getattr(venue, name) != value]
    line.state = CHANGED if line.changed else SAME
    return line
