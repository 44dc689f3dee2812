"""The project's budget as the rules see it: sums of lines, and who each product comes from."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from passeurs.eligibility import reading
from passeurs.eligibility.reading import Document
from passeurs.eligibility.wording import folded

DRAC, OWN = "drac", "own"
# The lines of account 74, and gifts, name their funder by themselves; 74etat does not: it holds
# the DRAC and every other service of the State.
FUNDER_OF_LINE = {
    "74region": "region",
    "74dep": "department",
    "74epci": "epci",
    "74com": "commune",
    "74orgasoc": "social",
    "74fe": "europe",
    "74agenceserv": "public",
    "74x": "public",
    "74aidespriv": "private",
    "758": "private",
    "own": OWN,
}


class Side(StrEnum):
    CHARGE = "charge"
    PRODUCT = "product"
    VOLUNTARY_CHARGE = "voluntary_charge"
    VOLUNTARY_PRODUCT = "voluntary_product"


@dataclass(frozen=True)
class Line:
    """One line; `amount` is None where none is written."""

    side: str
    code: str
    amount: Decimal | None
    funder: str
    funder_kind: str

    @property
    def is_undetermined(self) -> bool:
        """A product that may come from a funder, with nothing to tell which kind."""
        may_be_grant = not self.code or self.code.startswith("74") or bool(self.funder)
        return self.side == Side.PRODUCT and not self.funder_kind and may_be_grant


@dataclass(frozen=True)
class Budget:
    """Amounts in euros. `declared` is the request as written beside the table."""

    declared: Decimal | None
    lines: tuple[Line, ...]

    def of(self, side: Side) -> list[Line]:
        return [line for line in self.lines if line.side == side]

    def total(self, side: Side) -> Decimal:
        return sum((line.amount or Decimal(0) for line in self.of(side)), Decimal(0))

    @property
    def has_gaps(self) -> bool:
        """Whether a line lacks its amount or its side, so that no sum can be trusted."""
        return any(line.amount is None or line.side not in Side for line in self.lines)

    @property
    def is_filled(self) -> bool:
        """Whether both sides of the table hold sums above zero, and no line lacks one."""
        return not self.has_gaps and bool(self.total(Side.CHARGE) and self.total(Side.PRODUCT))

    @property
    def from_lines(self) -> Decimal:
        """What the lines of the table ask of the DRAC."""
        asked = [line for line in self.of(Side.PRODUCT) if line.funder_kind == DRAC]
        return sum((line.amount or Decimal(0) for line in asked), Decimal(0))

    @property
    def requested(self) -> Decimal | None:
        """What is asked of the DRAC; the larger, where the table and its foot disagree."""
        return max(self.declared or Decimal(0), self.from_lines) or None


def read_budget(row: Document) -> Budget:
    lines = tuple(map(read_line, reading.rows(row, "project")))
    return Budget(declared=reading.amount(row, "requested"), lines=lines)


def is_table_begun(rows: list[Document]) -> bool:
    """Whether a table holds a charge and a product above zero."""
    sides = {line.side for line in map(read_line, rows) if line.amount}
    return {Side.CHARGE, Side.PRODUCT} <= sides


def read_line(row: Document) -> Line:
    code, funder = reading.text(row, "code"), reading.text(row, "funder")
    named = "drac" in folded(f"{funder} {reading.text(row, 'label')}").split()
    return Line(
        side=reading.text(row, "side"),
        code=code,
        amount=reading.amount(row, "amount"),
        funder=funder,
        funder_kind=reading.text(row, "funder_kind")
        or FUNDER_OF_LINE.get(code, "")
        or (DRAC if named else ""),
    )
