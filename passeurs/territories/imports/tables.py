"""Tables as text: the separator and the heading line are found, then each line stands alone.

No official list holds a line break in a cell; so a quote left open spoils its own line only.
"""

import csv
from dataclasses import dataclass

from passeurs.core.folding import fold
from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.texts import UNREADABLE

SEPARATORS = ";,\t|"
PREAMBLE = 20
"""Lines in which the heading is looked for."""

_SHOWN = 120


@dataclass(frozen=True)
class Column:
    """A column by its possible headings (folded); `starts` also accepts what begins so."""

    name: str
    headings: tuple
    is_required: bool = True
    starts: bool = False

    def is_headed(self, heading):
        if heading in self.headings:
            return True
        return self.starts and heading.startswith(self.headings)


@dataclass
class Row:
    """One line: its values by column name, or what is wrong with it."""

    line: int
    values: dict
    problem: str = ""
    unit: str = "Ligne"
    source: str = ""

    def __getitem__(self, name):
        return self.values.get(name, "")


class Table:
    """The lines of a file under its heading; raises Unusable without the required columns."""

    def __init__(self, file, columns):
        self.file = file
        self.lines = file.text.split("\n")
        self.is_ended = self.lines[-1] == ""
        self.separator, self.heading_line, self.places = self._heading(columns)
        heading = csv.reader([self.lines[self.heading_line]], delimiter=self.separator)
        self.width = len(next(heading))
        self.is_cut = False

    def __iter__(self):
        for number, line in enumerate(self.lines, 1):
            if number > self.heading_line + 1 and line.strip(f' {self.separator}"'):
                yield self._row(number, line)

    def __len__(self):
        return len(self.lines) - self.heading_line - 1

    def check_end(self, report):
        """Raise Unusable when the file stops in the middle of its last line; remark a doubt."""
        if self.is_ended:
            return
        last = len(self.lines)
        if self.is_cut or any(remark.line == last for remark in report.refused):
            raise Unusable(
                f"« {self.file.name} » est tronqué : sa dernière ligne ({last}) s’arrête en "
                "chemin. Téléchargez-le à nouveau."
            )
        report.note(
            f"« {self.file.name} » ne se termine pas par une fin de ligne : vérifiez qu’il est "
            f"complet ({last} lignes)."
        )

    def _heading(self, columns):
        for separator in SEPARATORS:
            for index, line in enumerate(self.lines[:PREAMBLE]):
                places = self._places(line, separator, columns)
                if all(c.name in places for c in columns if c.is_required):
                    return separator, index, places
        needed = ", ".join(column.headings[0] for column in columns if column.is_required)
        raise Unusable(
            f"« {self.file.name} » n’a pas les colonnes attendues ({needed}). "
            f"Sa première ligne est : « {self.lines[0][:_SHOWN].strip()} »."
        )

    def _places(self, line, separator, columns):
        try:
            cells = next(csv.reader([line], delimiter=separator))
        except (csv.Error, StopIteration):
            return {}
        headings = [fold(cell.replace("_", " ")) for cell in cells]
        places = {}
        for column in columns:
            found = [rank for rank, heading in enumerate(headings) if column.is_headed(heading)]
            if found:
                places[column.name] = found[0]
        return places

    def _cells(self, line):
        return next(csv.reader([line], delimiter=self.separator, strict=True))

    def _row(self, number, line):
        row = Row(number, {}, source=self.file.name)
        if UNREADABLE in line or "\x00" in line:
            row.problem = "un caractère est illisible (octets abîmés ou mauvais codage)."
        try:
            cells = [" ".join(cell.split()) for cell in self._cells(line)]
        except csv.Error:
            row.problem = row.problem or "la ligne est mal formée (guillemet non fermé ?)."
            return row
        self._fill(row, cells)
        return row

    def _fill(self, row, cells):
        self.is_cut = row.line == len(self.lines) and len(cells) < self.width
        if len(cells) <= max(self.places.values()) or any(cells[self.width :]):
            row.problem = row.problem or f"{len(cells)} colonnes au lieu de {self.width}."
        row.values = {name: cells[at] for name, at in self.places.items() if at < len(cells)}
