"""A filled workbook read back: what it would change, cell by cell, nothing being written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from passeurs.budgets import chart
from passeurs.core.folding import fold
from passeurs.core.refusals import Refused
from passeurs.core.typography import euros, french_date
from passeurs.spreadsheets import values
from passeurs.spreadsheets.cells import place
from passeurs.spreadsheets.reading import Book, Row, Sheet
from passeurs.spreadsheets.values import Unreadable

from .budget_book import (
    AMOUNT,
    FUNDER_COLUMNS,
    FUNDERS,
    MARK,
    REQUEST_MARKS,
    SHEETS,
    SUM,
    is_cofunder,
)
from .budget_lines import COFUNDERS, key_of, keys, name_of, single_lines, sorted_key
from .changes import AttributeChange, BudgetLineChange, Change, as_text
from .enums import BudgetScope, FundingStatus

HEADING_WITHIN = 20
MOST_FUNDERS = 60
MOST_ROWS = 2_000
KINDS = [(line.code, line.label) for line in COFUNDERS]
FUNDER_READERS: dict[str, tuple[str, values.Reader]] = {
    "Financeur": ("funder", values.text(longest=160)),
    "Sorte de financeur": ("code", values.among(KINDS)),
    AMOUNT: ("amount", values.amount),
    "Où en est la demande": ("status", values.among(FundingStatus.choices)),
    "Décision le": ("decided_on", values.day),
}
LABELS: dict[str, Mapping[Any, str]] = {"code": dict(KINDS), "status": dict(FundingStatus.choices)}


@dataclass(frozen=True)
class CellReport:
    """One cell: where, what it is, and what becomes of it: `reason` where it is refused."""

    sheet: str
    where: str
    label: str
    before: str
    after: str
    reason: str = ""

    @property
    def is_changed(self) -> bool:
        return not self.reason and self.before != self.after


@dataclass(frozen=True)
class FunderPlan:
    """What becomes of a co-funder: changed, added where there is no `row`, or removed."""

    row: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    is_removed: bool = False

    def changes(self, row: Any) -> list[Change]:
        """The fields that differ on that row."""
        return [
            AttributeChange(
                name=name,
                target=row,
                attribute=name,
                value=value,
                before=as_text(getattr(row, name)),
            )
            for name, value in self.values.items()
        ]


@dataclass
class Proposal:
    """Everything a file asks for. `absent` counts the lines it does not speak of: they stay."""

    cells: list[CellReport] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    funders: list[FunderPlan] = field(default_factory=list)
    absent: int = 0

    @property
    def changed(self) -> list[CellReport]:
        return [cell for cell in self.cells if cell.is_changed]

    @property
    def refused(self) -> list[CellReport]:
        return [cell for cell in self.cells if cell.reason]

    @property
    def same(self) -> int:
        return len(self.cells) - len(self.changed) - len(self.refused)


def read_budget(book: Book, dossier: Any) -> Proposal:
    """Compare the file with the dossier. Raises Refused when it is no budget at all."""
    proposal, lines = Proposal(), list(dossier.budgetlines.all())
    sheets = {fold(sheet.name): sheet for sheet in book.sheets}
    found = 0
    for scope, title in SHEETS.items():
        if sheet := sheets.get(fold(title)):
            found += 1
            _ScopeReading(scope, sheet, dossier, lines, proposal).read()
    if sheet := sheets.get(fold(FUNDERS)):
        found += 1
        _FunderReading(sheet, lines, proposal).read()
    if not found:
        wanted = ", ".join(f"«\u00a0{title}\u00a0»" for title in (*SHEETS.values(), FUNDERS))
        raise Refused(
            f"Aucune feuille de ce fichier ne s’appelle {wanted}. Téléchargez le modèle, "
            "remplissez-le, puis envoyez-le au format .xlsx ou .ods."
        )
    return proposal


def table_of(sheet: Sheet, wanted: tuple[str, ...]) -> tuple[dict[str, int], Iterator[Row]]:
    """The ranks of the wanted columns, and the rows below their heading."""
    rows = iter(sheet.rows())
    for row in rows:
        if row.line > HEADING_WITHIN:
            break
        headings = [fold(values.shown(cell)) for cell in row.cells]
        if all(fold(name) in headings for name in wanted):
            return {name: headings.index(fold(name)) for name in wanted}, rows
    named = ", ".join(f"«\u00a0{name}\u00a0»" for name in wanted)
    raise Refused(
        f"La feuille «\u00a0{sheet.name}\u00a0» n’a pas les colonnes {named}\u00a0: "
        "repartez du modèle."
    )


def bounded(sheet: Sheet, rows: Iterator[Row]) -> Iterator[Row]:
    for rank, row in enumerate(rows):
        if rank >= MOST_ROWS:
            raise Refused(
                f"La feuille «\u00a0{sheet.name}\u00a0» compte trop de lignes pour un budget."
            )
        yield row


class _ScopeReading:
    """A table whose lines are those of the chart."""

    def __init__(
        self, scope: str, sheet: Sheet, dossier: Any, lines: list[Any], proposal: Proposal
    ) -> None:
        self.sheet, self.dossier, self.proposal = sheet, dossier, proposal
        self.names = {line.code: name_of(scope, line) for line in single_lines(scope)}
        if scope == BudgetScope.PROJECT:
            self.names |= REQUEST_MARKS
        self.labels = {code: chart.LINES[code].label for code in self.names if code in chart.LINES}
        self.amounts = {key_of(line): line.amount for line in lines}
        self.keys = keys()
        self.seen: dict[str, int] = {}

    def read(self) -> None:
        ranks, rows = table_of(self.sheet, (MARK, AMOUNT))
        for row in bounded(self.sheet, rows):
            self._row(row, ranks)
        self.proposal.absent += len(self.names) - len(self.seen)

    def _row(self, row: Row, ranks: Mapping[str, int]) -> None:
        mark, cell = mark_of(row.cell(ranks[MARK])), row.cell(ranks[AMOUNT])
        if mark == SUM or (not mark and values.is_empty(cell)):
            return
        where = place(row.line, ranks[AMOUNT], AMOUNT.lower())
        code = next((code for code in self.names if code.lower() == mark), "")
        if reason := self._objection(mark, code):
            self._refuse(where, code or mark, cell, reason)
            return
        self.seen[code] = row.line
        self._amount(where, code, cell)

    def _objection(self, mark: str, code: str) -> str:
        if not mark:
            return "ce montant n’a pas de repère\u00a0: le plan ne connaît pas cette ligne"
        if not code:
            return f"le repère «\u00a0{mark[:40]}\u00a0» n’est pas dans le plan de cette feuille"
        if code in self.seen:
            return f"cette ligne est déjà remplie, à la ligne {self.seen[code]}"
        return ""

    def _amount(self, where: str, code: str, cell: Any) -> None:
        name = self.names[code]
        key = self.keys[name]
        held = self.amounts.get(sorted_key(key))
        try:
            amount = values.amount(cell)
        except Unreadable as unreadable:
            self._refuse(where, code, cell, str(unreadable), before=euros(held))
            return
        change = BudgetLineChange(
            name=name, value=amount, before=as_text(held), dossier=self.dossier, key=key
        )
        self.proposal.changes.append(change)
        self._report(where, code, before=euros(held), after=euros(amount))

    def _refuse(self, where: str, code: str, cell: Any, reason: str, *, before: str = "") -> None:
        self._report(where, code, before=before, after=values.shown(cell), reason=reason)

    def _report(self, where: str, code: str, **told: str) -> None:
        label = self.labels.get(code, "Demande à la DRAC" if code in REQUEST_MARKS else code)
        self.proposal.cells.append(CellReport(self.sheet.name, where, label, **told))


class _FunderReading:
    """The co-funders, one a row, known by their mark."""

    def __init__(self, sheet: Sheet, lines: list[Any], proposal: Proposal) -> None:
        self.sheet, self.proposal = sheet, proposal
        self.rows = {line.key: line for line in lines if is_cofunder(line)}
        self.seen: dict[str, int] = {}
        self.count = len(self.rows)

    def read(self) -> None:
        ranks, rows = table_of(self.sheet, tuple(column.heading for column in FUNDER_COLUMNS))
        for row in bounded(self.sheet, rows):
            self._row(row, ranks)
        self.proposal.absent += len(self.rows.keys() - self.seen.keys())

    def _row(self, row: Row, ranks: Mapping[str, int]) -> None:
        mark = mark_of(row.cell(ranks[MARK]))
        cells = {heading: row.cell(ranks[heading]) for heading in FUNDER_READERS}
        is_blank = all(map(values.is_empty, cells.values()))
        where = place(row.line, ranks[MARK], MARK.lower())
        if reason := self._objection(mark, is_blank=is_blank):
            self._report(where, "Financeur", after=mark, reason=reason)
        elif mark:
            self.seen[mark] = row.line
            self._known(row, ranks, self.rows[mark], cells, is_blank=is_blank)
        elif not is_blank:
            self._new(row, ranks, cells)

    def _objection(self, mark: str, *, is_blank: bool) -> str:
        if mark and mark not in self.rows:
            return "" if mark == SUM else "ce financeur n’est pas, ou plus, dans le dossier"
        if mark in self.seen:
            return f"ce financeur est déjà à la ligne {self.seen[mark]}"
        if not mark and not is_blank and self.count >= MOST_FUNDERS:
            return f"un dossier ne compte pas plus de {MOST_FUNDERS} financeurs"
        return ""

    def _known(
        self,
        row: Row,
        ranks: Mapping[str, int],
        line: Any,
        cells: Mapping[str, Any],
        *,
        is_blank: bool,
    ) -> None:
        if is_blank:
            self.proposal.funders.append(FunderPlan(line, is_removed=True))
            where = place(row.line, ranks[MARK], MARK.lower())
            self._report(where, line.funder or "Financeur", before="inscrit", after="retiré")
            return
        found, _ = self._read(row, ranks, cells, line)
        self.proposal.funders.append(FunderPlan(line, found))

    def _new(self, row: Row, ranks: Mapping[str, int], cells: Mapping[str, Any]) -> None:
        """A co-funder with a wrong cell is not added at all: half of one would mislead."""
        reports = len(self.proposal.cells)
        found, is_whole = self._read(row, ranks, cells, None)
        if is_whole and found["code"]:
            self.count += 1
            self.proposal.funders.append(FunderPlan(None, found))
            return
        self.proposal.cells[reports:] = [
            cell for cell in self.proposal.cells[reports:] if cell.reason
        ]
        if is_whole:
            where = place(row.line, ranks["Sorte de financeur"], "sorte de financeur")
            reason = "choisissez la sorte de financeur, parmi celles du mode d’emploi"
            self._report(where, found["funder"] or "Nouveau financeur", after="", reason=reason)

    def _read(
        self, row: Row, ranks: Mapping[str, int], cells: Mapping[str, Any], line: Any
    ) -> tuple[dict[str, Any], bool]:
        """The fields that can be read, each cell reported; and whether all of them could."""
        found: dict[str, Any] = {}
        title = (line.funder if line else values.shown(cells["Financeur"])) or "Financeur"
        is_whole = True
        for heading, (name, reader) in FUNDER_READERS.items():
            where = place(row.line, ranks[heading], heading.lower())
            label = f"{title[:80]}\u00a0: {heading.lower()}"
            before = shown_value(name, getattr(line, name)) if line else ""
            try:
                found[name] = _stored(name, reader(cells[heading]), line)
            except Unreadable as unreadable:
                is_whole = False
                after = values.shown(cells[heading])
                self._report(where, label, before=before, after=after, reason=str(unreadable))
            else:
                after = shown_value(name, found[name])
                self._report(where, label, before=before, after=after)
        return found, is_whole

    def _report(self, where: str, label: str, **told: str) -> None:
        told = {"before": "", "after": "", **told}
        self.proposal.cells.append(CellReport(self.sheet.name, where, label, **told))


def _stored(name: str, value: Any, line: Any) -> Any:
    """What an empty cell stands for: no amount is zero, no kind is the kind it had."""
    if value is not None or name == "decided_on":
        return value
    defaults: dict[str, Callable[[], Any]] = {
        "amount": lambda: Decimal(0),
        "code": lambda: line.code if line else "",
    }
    return defaults.get(name, str)()


def shown_value(name: str, value: Any) -> str:
    if isinstance(value, Decimal):
        return euros(value)
    if isinstance(value, date):
        return french_date(value)
    return str(LABELS.get(name, {}).get(value, value or ""))


def mark_of(cell: Any) -> str:
    return values.shown(cell).strip().lower()
