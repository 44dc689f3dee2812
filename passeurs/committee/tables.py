"""What a scenario, two scenarios, or the figures of a sitting are in a spreadsheet."""

from passeurs.spreadsheets.writing import Column, Kind, Table

from .queries.comparing import Pairing
from .queries.figures import Figures
from .queries.marks import MarkedRow
from .queries.scenarios import Board
from .queries.session import title_of

WIDE = 36
SIDES = {True: "au-dessus", False: "au-dessous"}
LEGEND = (Column("Dossier", width=WIDE), Column("Porteur", width=WIDE), Column("Commune", width=24))
FIGURES = (
    Column("Groupe", width=WIDE),
    Column("Dossiers", Kind.NUMBER),
    Column("Servis", Kind.NUMBER),
    Column("Demandé", Kind.AMOUNT),
    Column("Proposé", Kind.AMOUNT),
    Column("Accordé", Kind.AMOUNT),
)


def scenario_tables(board: Board) -> list[Table]:
    """The ranking with its amounts, then the rules that it breaks."""
    columns = [Column("Rang", Kind.NUMBER, width=8), *LEGEND, Column("Ligne de coupe")]
    for one in board.ground.envelopes:
        columns += [
            Column(f"{one.funder}, demandé", Kind.AMOUNT, width=22),
            Column(f"{one.funder}, donné", Kind.AMOUNT, width=22),
        ]
    columns.append(Column("Donné en tout", Kind.AMOUNT))
    rows = [
        [
            row.number,
            *_named(row),
            SIDES[row.is_above],
            *(amount for cell in row.cells for amount in (cell.asked, cell.amount)),
            row.given,
        ]
        for row in board.rows
    ]
    told = [[line] for line in [*board.broken, *board.unbalanced]]
    return [
        Table("Répartition", tuple(columns), rows),
        Table("Règles", (Column("À revoir", width=90),), told),
    ]


def comparison_tables(pairing: Pairing) -> list[Table]:
    first, second = (one.scenario.name for one in (pairing.first, pairing.second))
    columns = (
        *LEGEND,
        Column(first, Kind.AMOUNT),
        Column(second, Kind.AMOUNT),
        Column("Écart", Kind.AMOUNT),
    )
    given = {one.passage.pk: one.given for one in pairing.second.rows}
    rows = [
        [*_named(row), row.given, given[row.passage.pk], given[row.passage.pk] - row.given]
        for row in pairing.first.rows
    ]
    return [Table("Comparaison", columns, rows)]


def figures_tables(figures: Figures) -> list[Table]:
    rows = [
        (f"{title}\u00a0: {line.label}", *_amounts(line))
        for title, _, lines in figures.tables
        for line in lines
    ]
    return [Table("Chiffres", FIGURES, [("Ensemble", *_amounts(figures.total)), *rows])]


MARKS = (
    Column("Rang", Kind.NUMBER, width=8),
    *LEGEND,
    Column("Lectures", Kind.NUMBER),
    Column("Attendues", Kind.NUMBER),
    Column("Moyenne sur 20", Kind.NUMBER),
    Column("Médiane sur 20", Kind.NUMBER),
    Column("Écart", Kind.NUMBER),
    Column("À discuter"),
)
READINGS = (
    Column("Dossier", width=WIDE),
    Column("Lu par", width=24),
    Column("Organisme", width=24),
    Column("Note sur 20", Kind.NUMBER),
    Column("Avis d’ensemble", width=WIDE),
)


def marks_tables(rows: list[MarkedRow]) -> list[Table]:
    """A line by dossier, then a line by reading that one may know."""
    return [
        Table("Notes", MARKS, [_marked(one) for one in rows]),
        Table("Lectures", READINGS, [line for one in rows for line in _readings(one)]),
    ]


def _marked(row):
    figures = row.figures
    told = (figures.mean, figures.median, figures.spread) if figures else (None, None, None)
    apart = "oui" if row.is_to_discuss else ""
    return row.number, *_holder(row.passage), row.given, row.expected, *told, apart


def _readings(row):
    for one in row.told.readings if row.told else ():
        yield title_of(row.passage), one.seat.name, one.seat.body, one.out_of, one.comment


def _amounts(line):
    return line.count, line.served, line.asked, line.proposed, line.granted


def _named(row):
    return _holder(row.passage)


def _holder(passage):
    structure = passage.dossier.structure
    commune = structure.commune.name if structure.commune else ""
    return title_of(passage), structure.name, commune
