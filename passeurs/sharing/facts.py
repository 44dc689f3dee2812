"""What a committee shares: requests, envelopes, its options, and a plan of amounts.

Amounts are Decimal euros to the cent, shares Decimal percent, scores Decimal from 0 to 1. Facts
that could not be shared exactly raise ValueError when they are made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

ZERO, CENT, HUNDRED = Decimal(0), Decimal("0.01"), Decimal(100)
SHARE_PLACES = Decimal("0.0001")

# A dossier's key and an envelope's.
type Pair = tuple[str, str]


class Zone(StrEnum):
    QPV = "qpv"
    RURAL = "rural"


class Spread(StrEnum):
    """Whether to serve fewer dossiers in full, or more of them in part."""

    FREE = "free"
    FULLY = "fully"
    PARTLY = "partly"


def must_be_sums(**amounts: Decimal | None) -> None:
    """Refuse what is not a sum of euros, to the cent, at or above zero."""
    for name, amount in amounts.items():
        if amount is not None and not is_sum(amount):
            raise ValueError(f"{name}: {amount} is not a sum of euros to the cent")


def is_sum(amount: Decimal) -> bool:
    return amount.is_finite() and amount >= ZERO and not amount % CENT


@dataclass(frozen=True)
class Request:
    """What a dossier asks. `asked` is by funder; `secured` is what all others bring for certain,
    the holder's own money included; under `minimum`, all envelopes together, a grant is useless.

    A dossier without a score is never proposed, unless the options force it.
    """

    dossier: str
    holder: str
    asked: Mapping[str, Decimal]
    cost: Decimal
    score: Decimal | None = None
    siren: str = ""
    secured: Decimal = ZERO
    minimum: Decimal = ZERO
    department: str = ""
    kind: str = ""
    is_qpv: bool = False
    is_rural: bool = False
    is_new: bool = False

    def __post_init__(self) -> None:
        must_be_sums(cost=self.cost, secured=self.secured, minimum=self.minimum, **self.asked)
        if self.score is not None and not (self.score.is_finite() and 0 <= self.score <= 1):
            raise ValueError(f"score: {self.score} is not from 0 to 1")

    @property
    def bearer(self) -> str:
        """Who the ceiling of a holder counts for: one SIREN, whatever accounts it holds."""
        return self.siren or self.holder

    @property
    def zones(self) -> frozenset[Zone]:
        told = {Zone.QPV: self.is_qpv, Zone.RURAL: self.is_rural}
        return frozenset(zone for zone, is_in in told.items() if is_in)

    @property
    def need(self) -> Decimal:
        """What is left to find: above it, the project would receive more than it costs."""
        return max(self.cost - self.secured, ZERO)


@dataclass(frozen=True)
class Envelope:
    """What a funder may give, and its rules; a rule that is None, or empty, asks nothing.

    `share` is of the project's cost. No grant is under the `floor`. A dossier is in the territory
    by its department and, where `zones` are named, by one of them. Grants are multiples of `step`.
    """

    key: str
    funder: str
    total: Decimal
    ceiling: Decimal | None = None
    holder_ceiling: Decimal | None = None
    share: Decimal | None = None
    floor: Decimal = ZERO
    departments: frozenset[str] = frozenset()
    zones: frozenset[Zone] = frozenset()
    kinds: frozenset[str] = frozenset()
    step: Decimal = CENT

    def __post_init__(self) -> None:
        must_be_sums(
            total=self.total,
            ceiling=self.ceiling,
            holder_ceiling=self.holder_ceiling,
            floor=self.floor,
            step=self.step,
        )
        if not self.step:
            raise ValueError("step: grants are multiples of more than zero")
        must_be_shares(share=self.share)

    def is_territory(self, request: Request) -> bool:
        in_department = not self.departments or request.department in self.departments
        return in_department and (not self.zones or bool(self.zones & request.zones))

    def is_kind(self, request: Request) -> bool:
        return not self.kinds or request.kind in self.kinds

    def by_share(self, request: Request) -> Decimal | None:
        """The share of the project's cost, exact; a grant equal to it keeps the rule."""
        return None if self.share is None else request.cost * self.share / HUNDRED

    def rounded(self, amount: Decimal) -> Decimal:
        """The multiple of the step at or below the amount."""
        return amount // self.step * self.step


def must_be_shares(**shares: Decimal | None) -> None:
    for name, share in shares.items():
        if share is not None and not (share.is_finite() and 0 <= share <= HUNDRED):
            raise ValueError(f"{name}: {share} is not from 0 to 100 percent")


@dataclass(frozen=True)
class Minimum:
    """What a department must receive at least: an amount, a number of dossiers, or both."""

    department: str
    amount: Decimal = ZERO
    count: int = 0

    def __post_init__(self) -> None:
        must_be_sums(amount=self.amount)


@dataclass(frozen=True)
class Options:
    """What the committee wishes of a plan. `zone_shares` are minima, of all that is granted.

    `fixed` holds an amount for a dossier and an envelope, zero included.
    """

    spread: Spread = Spread.FREE
    minima: tuple[Minimum, ...] = ()
    zone_shares: Mapping[Zone, Decimal] = field(default_factory=dict)
    forced_in: frozenset[str] = frozenset()
    forced_out: frozenset[str] = frozenset()
    fixed: Mapping[Pair, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        must_be_shares(**{str(zone): share for zone, share in self.zone_shares.items()})
        if any(share % SHARE_PLACES for share in self.zone_shares.values()):
            raise ValueError("zone_shares: a share is not finer than a ten-thousandth of a percent")
        for amount in self.fixed.values():
            must_be_sums(fixed=amount)

    def may_propose(self, request: Request) -> bool:
        """Whether a proposal may hold the dossier: scored, or wanted; and not put aside."""
        fixed = {dossier for dossier, _ in self.fixed}
        is_wanted = request.score is not None or request.dossier in fixed | self.forced_in
        return is_wanted and request.dossier not in self.forced_out


@dataclass(frozen=True)
class Plan:
    """Amounts by dossier and envelope; `line` is how many ranked dossiers are above the cut."""

    amounts: Mapping[Pair, Decimal] = field(default_factory=dict)
    line: int | None = None

    def of(self, dossier: str) -> Decimal:
        """What the dossier receives of all envelopes."""
        return sum((one for (held, _), one in self.amounts.items() if held == dossier), ZERO)

    def by_dossier(self) -> dict[str, Decimal]:
        """What each dossier receives; one that receives nothing is absent."""
        found: dict[str, Decimal] = {}
        for (dossier, _), amount in self.amounts.items():
            if amount:
                found[dossier] = found.get(dossier, ZERO) + amount
        return found

    def by_envelope(self) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for (_, envelope), amount in self.amounts.items():
            found[envelope] = found.get(envelope, ZERO) + amount
        return found
