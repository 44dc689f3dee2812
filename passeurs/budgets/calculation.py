"""The figures of a budget: totals, share, and the most one may ask. Exact, in Decimal euros.

Lines are those of the exchange document; an amount that is absent counts for nothing here (the
rules, which must not guess, say « unknown »).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from passeurs.budgets.chart import FunderKind, Side

ZERO, CENT = Decimal(0), Decimal("0.01")
WITH_VOLUNTARY = "with_voluntary"

type Line = Mapping[str, Any]


class Bound(StrEnum):
    """What limits the request: the ceiling, what the holder asks elsewhere of it, or the share."""

    CEILING = "ceiling"
    HOLDER = "holder"
    SHARE = "share"


@dataclass(frozen=True)
class Totals:
    """The four totals of a table, in euros; 86 and 87 are counted apart."""

    charges: Decimal
    products: Decimal
    voluntary_charges: Decimal
    voluntary_products: Decimal

    @property
    def balance(self) -> Decimal:
        """Products less charges: above zero, the project has more than it spends."""
        return self.products - self.charges

    @property
    def voluntary_balance(self) -> Decimal:
        return self.voluntary_products - self.voluntary_charges

    @property
    def is_balanced(self) -> bool:
        return not self.balance and not self.voluntary_balance

    def base(self, base: str) -> Decimal:
        """What the share is taken of: the charges, with 86 where `base` is `with_voluntary`."""
        return self.charges + (self.voluntary_charges if base == WITH_VOLUNTARY else ZERO)


@dataclass(frozen=True)
class Ceiling:
    """The most one may ask, and the bound that binds; None where the edition sets none.

    `by_ceiling` and `by_share` are each bound alone; `margin` is what is left to ask, below zero
    where the request is already over. `is_possible` is False where the floor is out of reach.
    """

    amount: Decimal | None
    bound: Bound | None
    by_ceiling: Decimal | None
    by_share: Decimal | None
    requested: Decimal
    others: Decimal
    margin: Decimal | None
    is_possible: bool


def amount_of(line: Line) -> Decimal:
    """The amount of a line, zero where there is none that can be read."""
    try:
        amount = Decimal(str(line.get("amount") or 0))
    except InvalidOperation:
        return ZERO
    return amount if amount.is_finite() else ZERO


def total(lines: Iterable[Line]) -> Decimal:
    return sum(map(amount_of, lines), ZERO)


def on_side(lines: Iterable[Line], side: str) -> list[Line]:
    return [line for line in lines if line.get("side") == side]


def totals(lines: Iterable[Line]) -> Totals:
    held = list(lines)
    return Totals(*(total(on_side(held, side)) for side in Side))


def requested(lines: Iterable[Line]) -> Decimal:
    """What the products ask of the DRAC."""
    products = on_side(lines, Side.PRODUCT)
    return total(line for line in products if line.get("funder_kind") == FunderKind.DRAC)


def share(asked: Decimal, figures: Totals, base: str) -> Decimal | None:
    """The share of the request in percent, cut after four decimals: it never reads higher than
    it is. None where there is nothing to take it of.
    """
    whole = figures.base(base)
    if not whole:
        return None
    return (asked * 100 / whole).quantize(Decimal("0.0001"), rounding=ROUND_DOWN)


def most_one_may_ask(
    lines: Iterable[Line],
    *,
    ceiling: Decimal | None,
    share: Decimal | None,
    base: str = "without_voluntary",
    others: Decimal = ZERO,
    floor: Decimal | None = None,
) -> Ceiling:
    """The largest request that keeps every bound, to the cent below.

    The cost of the project being what it is, the share is taken of the charges: what the DRAC
    gives less, others give more. While no charge is written, it is taken of what the other
    products and the request would add up to. `others` is what the holder already asks in its
    other dossiers; `share` is in percent.
    """
    held = list(lines)
    asked = requested(held)
    by_ceiling = None if ceiling is None else max(ceiling - others, ZERO)
    by_share = None if share is None else most_by_share(held, share=share, base=base)
    amount, bound = binding(by_ceiling, by_share, shares_ceiling=bool(others))
    return Ceiling(
        amount=amount,
        bound=bound,
        by_ceiling=by_ceiling,
        by_share=by_share,
        requested=asked,
        others=others,
        margin=None if amount is None else amount - asked,
        is_possible=amount is None or (amount > ZERO and amount >= (floor or ZERO)),
    )


def most_by_share(lines: list[Line], *, share: Decimal, base: str) -> Decimal | None:
    """The share of the base to the cent below; None where only the request is known."""
    figures = totals(lines)
    if figures.charges:
        return floor_cent(share * figures.base(base) / 100)
    others = figures.products - requested(lines)
    added = figures.voluntary_charges if base == WITH_VOLUNTARY else ZERO
    if share >= 100 or not others:  # noqa: PLR2004 - a share of the whole bounds nothing
        return None
    return floor_cent(share * (others + added) / (100 - share))


def binding(
    by_ceiling: Decimal | None, by_share: Decimal | None, *, shares_ceiling: bool
) -> tuple[Decimal | None, Bound | None]:
    """The lower bound and its name; the ceiling's where they are equal."""
    if by_ceiling is not None and (by_share is None or by_ceiling <= by_share):
        return by_ceiling, Bound.HOLDER if shares_ceiling else Bound.CEILING
    return by_share, None if by_share is None else Bound.SHARE


def floor_cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_DOWN)
