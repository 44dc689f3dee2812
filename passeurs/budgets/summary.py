"""The two bars of a budget: who pays, and what for."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from passeurs.budgets.calculation import ZERO, Line, amount_of, on_side
from passeurs.budgets.chart import CHARGES, FUNDER_LABELS, LINES, FunderKind, Side, group_of

RECEIPTS, OTHER = "receipts", "other"
TENTHS = 1000


@dataclass(frozen=True)
class Slice:
    """One part of a bar; the percents of a bar, told to the tenth, add up to exactly 100."""

    code: str
    label: str
    amount: Decimal
    percent: Decimal


def who_pays(lines: Iterable[Line]) -> list[Slice]:
    """The products by kind of funder, the DRAC first; what comes of no funder is a receipt."""
    labels = {str(kind): label for kind, label in FUNDER_LABELS.items()}
    labels[RECEIPTS] = "Recettes"
    return slices(((funder_of(line), line) for line in on_side(lines, Side.PRODUCT)), labels)


def what_for(lines: Iterable[Line]) -> list[Slice]:
    """The charges by account, in the form's order."""
    labels = {one.code: one.label for one in CHARGES}
    labels[OTHER] = "Autres charges"
    return slices(((account_of(line), line) for line in on_side(lines, Side.CHARGE)), labels)


def funder_of(line: Line) -> str:
    """The kind the line gives, or that of its place in the chart."""
    known = LINES.get(str(line.get("code") or ""))
    kind = line.get("funder_kind") or (known.funder_kind if known else "")
    return str(kind) if kind in FunderKind else RECEIPTS


def account_of(line: Line) -> str:
    code = str(line.get("code") or "")
    found = group_of(code)
    if found and found.side == Side.CHARGE:
        return found.code
    return code[:2] if any(one.code == code[:2] for one in CHARGES) else OTHER


def slices(filed: Iterable[tuple[str, Line]], labels: dict[str, str]) -> list[Slice]:
    """The sums by code, in the order of `labels`, those at zero left out."""
    sums = dict.fromkeys(labels, ZERO)
    for code, line in filed:
        sums[code] += amount_of(line)
    held = {code: amount for code, amount in sums.items() if amount > ZERO}
    percents = tenths(list(held.values()))
    return [
        Slice(code, labels[code], amount, percent)
        for (code, amount), percent in zip(held.items(), percents, strict=True)
    ]


def tenths(amounts: list[Decimal]) -> list[Decimal]:
    """Each amount in percent of the sum, to the tenth; the largest remainders take what is left."""
    whole = sum(amounts, ZERO)
    scaled = [amount * TENTHS for amount in amounts]
    shares = [int(amount // whole) for amount in scaled]
    remainders = [amount - share * whole for amount, share in zip(scaled, shares, strict=True)]
    ranks = sorted(range(len(amounts)), key=lambda rank: -remainders[rank])
    for rank in ranks[: TENTHS - sum(shares) if amounts else 0]:
        shares[rank] += 1
    return [Decimal(share).scaleb(-1) for share in shares]
