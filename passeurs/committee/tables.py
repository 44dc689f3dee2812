"""What a scenario, two scenarios, or the figures of a sitting are in a spreadsheet."""

from passeurs.spreadsheets.writing import Column, Kind, Table

from .queries.comparing import Pairing
from .queries.figures import Figures
from .queries.scenarios import Board

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


def _amounts(line):
    return line.count, line.served, line.asked, line.proposed, line.granted


def _named(row):
    structure = row.passage.dossier.structure
    return row.title, structure.name, structure.commune.name if structure.commune else ""
