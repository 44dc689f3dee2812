"""The sharing as a linear programme in whole numbers: no cent is ever a fraction.

Columns: the steps an envelope grants to a dossier, whether it grants any, and whether the dossier
is served. Every coefficient and every bound is an int, so that a solution, once rounded, is
verified exactly (`holds`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from math import gcd

from passeurs.sharing.facts import (
    CENT,
    ZERO,
    Envelope,
    Minimum,
    Options,
    Pair,
    Plan,
    Request,
    Spread,
    Zone,
)
from passeurs.sharing.ranking import most, whole

SCORE_PLACES = Decimal("0.0001")
MILLIONTH = 1_000_000


@dataclass(frozen=True)
class Row:
    """`low` ≤ the sum of the terms ≤ `high`; None bounds nothing."""

    terms: Mapping[int, int]
    low: int | None = None
    high: int | None = None

    def holds(self, values: Sequence[int]) -> bool:
        total = sum(weight * values[column] for column, weight in self.terms.items())
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)

    def reduced(self) -> "Row":
        """The same row over whole numbers, with the smallest coefficients: a solver's tolerance
        is then far below one.
        """
        divisor = gcd(*self.terms.values()) or 1
        return Row(
            {column: weight // divisor for column, weight in self.terms.items()},
            None if self.low is None else -(-self.low // divisor),
            None if self.high is None else self.high // divisor,
        )


@dataclass
class Model:
    """Columns with their bounds (from `lows` to `highs`), and rows."""

    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, high: int) -> int:
        self.lows.append(0)
        self.highs.append(high)
        return len(self.lows) - 1

    def row(
        self, terms: Mapping[int, int], *, low: int | None = None, high: int | None = None
    ) -> None:
        self.rows.append(Row(terms, low, high).reduced())

    def holds(self, values: Sequence[int]) -> bool:
        """Whether whole values keep every bound and every row, exactly."""
        bounds = zip(self.lows, values, self.highs, strict=True)
        return all(low <= value <= high for low, value, high in bounds) and all(
            row.holds(values) for row in self.rows
        )

    def with_rows(self, rows: Iterable[Row]) -> "Model":
        return Model(self.lows, self.highs, [*self.rows, *(row.reduced() for row in rows)])


@dataclass
class Programme:
    """The model of a sharing, with what its columns stand for."""

    requests: Sequence[Request]
    envelopes: Sequence[Envelope]
    options: Options
    model: Model = field(default_factory=Model)
    steps: dict[Pair, int] = field(default_factory=dict)
    served: dict[str, int] = field(default_factory=dict)
    full: dict[str, int] = field(default_factory=dict)

    @property
    def by_key(self) -> dict[str, Envelope]:
        return {one.key: one for one in self.envelopes}

    def terms(self, chosen: Iterable[Pair], *, times: int = 1) -> dict[int, int]:
        """The cents that those grants hold, as terms of a row."""
        sizes = {one.key: cents(one.step) for one in self.envelopes}
        return {self.steps[pair]: times * sizes[pair[1]] for pair in chosen if pair in self.steps}

    def of_dossier(self, dossier: str) -> list[Pair]:
        return [(dossier, one.key) for one in self.envelopes if (dossier, one.key) in self.steps]

    def plan(self, values: Sequence[int]) -> Plan:
        sizes = {one.key: one.step for one in self.envelopes}
        return Plan(
            {
                pair: values[column] * sizes[pair[1]]
                for pair, column in self.steps.items()
                if values[column]
            }
        )


def cents(amount: Decimal) -> int:
    """An amount in cents; what is under a cent (a share of a cost may be) is cut off."""
    return int((amount / CENT).to_integral_value(ROUND_DOWN))


def weight(request: Request) -> int:
    """The score in ten-thousandths; none counts for zero."""
    return int((request.score or ZERO).quantize(SCORE_PLACES) / SCORE_PLACES)


def programme(
    requests: Sequence[Request], envelopes: Sequence[Envelope], options: Options
) -> Programme:
    """The rules of the envelopes and of the dossiers; the options' minima are rows apart."""
    made = Programme(requests, envelopes, options)
    for request in requests:
        if options.may_propose(request):
            add_dossier(made, request)
    add_envelopes(made)
    if options.spread == Spread.FULLY:
        add_full(made)
    return made


def add_dossier(made: Programme, request: Request) -> None:
    """The grants it may receive, and the rules that hold them together."""
    bounds = {one.key: most(request, one) for one in made.envelopes}
    if not any(bounds.values()):
        return
    model = made.model
    served = made.served[request.dossier] = model.column(1)
    granting = [add_grant(made, request, one, bounds[one.key], served) for one in made.envelopes]
    model.row({column: 1 for column in granting if column is not None} | {served: -1}, low=0)
    pairs = made.of_dossier(request.dossier)
    model.row(made.terms(pairs), high=cents(request.need))
    model.row(made.terms(pairs) | {served: -cents(request.minimum)}, low=0)
    for funder in sorted({one.funder for one in made.envelopes}):
        own = [pair for pair in pairs if made.by_key[pair[1]].funder == funder]
        if len(own) > 1:
            model.row(made.terms(own), high=cents(request.asked.get(funder, ZERO)))


def add_grant(
    made: Programme, request: Request, envelope: Envelope, bound: Decimal, served: int
) -> int | None:
    """The steps of one grant, from its floor to its bound, or none at all."""
    if not bound:
        return None
    model, high = made.model, int(bound / envelope.step)
    low = max(1, -int(-envelope.floor // envelope.step))
    steps = made.steps[request.dossier, envelope.key] = model.column(high)
    granting = model.column(1)
    model.row({steps: 1, granting: -high}, high=0)
    model.row({steps: 1, granting: -low}, low=0)
    model.row({granting: 1, served: -1}, high=0)
    return granting


def add_envelopes(made: Programme) -> None:
    """What each envelope holds, and the ceilings of the holders that have several dossiers."""
    for envelope in made.envelopes:
        pairs = [(one.dossier, envelope.key) for one in made.requests]
        if terms := made.terms(pairs):
            made.model.row(terms, high=cents(envelope.total))
        if envelope.holder_ceiling is None:
            continue
        for bearer in sorted({one.bearer for one in made.requests}):
            own = [(one.dossier, envelope.key) for one in made.requests if one.bearer == bearer]
            if len(terms := made.terms(own)) > 1:
                made.model.row(terms, high=cents(envelope.holder_ceiling))


def add_full(made: Programme) -> None:
    """Whether each dossier is served in full: as much as if it were alone."""
    for request in made.requests:
        if request.dossier in made.served and (all_of := whole(request, made.envelopes)):
            column = made.full[request.dossier] = made.model.column(1)
            terms = made.terms(made.of_dossier(request.dossier))
            made.model.row(terms | {column: -cents(all_of)}, low=0)


# ------------------------------------------------------------------------------ what is wished


def objective(made: Programme) -> dict[int, int]:
    """Cents, each weighed by the score of its dossier."""
    found: dict[int, int] = {}
    for request in made.requests:
        found |= made.terms(made.of_dossier(request.dossier), times=weight(request))
    return found


def preference(made: Programme) -> dict[int, int]:
    """What comes before the weighted amounts: dossiers served in full, by weight, or in number."""
    if made.options.spread == Spread.PARTLY:
        return dict.fromkeys(made.served.values(), 1)
    by_key = {one.dossier: one for one in made.requests}
    return {
        column: weight(by_key[dossier]) * cents(whole(by_key[dossier], made.envelopes))
        for dossier, column in made.full.items()
    }


def order(made: Programme) -> dict[int, int]:
    """What comes after: between plans worth the same, cents go to the first of the ranking."""
    found: dict[int, int] = {}
    for place, request in enumerate(made.requests):
        pairs = made.of_dossier(request.dossier)
        found |= made.terms(pairs, times=len(made.requests) - place)
    return found


def forced_in(made: Programme, dossier: str) -> tuple[Row, ...] | None:
    """The rows of a dossier held in; None where no envelope may serve it."""
    column = made.served.get(dossier)
    return None if column is None else (Row({column: 1}, low=1),)


def fixed(made: Programme, pair: Pair, amount: Decimal) -> tuple[Row, ...] | None:
    """The rows of an amount that is fixed; None where it cannot be granted, whatever the rest."""
    column = made.steps.get(pair)
    if column is None:
        return None if amount else ()
    step = made.by_key[pair[1]].step
    value = int(amount // step)
    if amount % step or value > made.model.highs[column]:
        return None
    return (Row({column: 1}, low=value, high=value),)


def amount_row(made: Programme, minimum: Minimum) -> Row:
    return Row(department_cents(made, minimum.department), low=cents(minimum.amount))


def department_cents(made: Programme, department: str) -> dict[int, int]:
    own = [one.dossier for one in made.requests if one.department == department]
    return made.terms(pair for dossier in own for pair in made.of_dossier(dossier))


def count_row(made: Programme, minimum: Minimum) -> Row:
    return Row(department_count(made, minimum.department), low=minimum.count)


def department_count(made: Programme, department: str) -> dict[int, int]:
    own = [one.dossier for one in made.requests if one.department == department]
    return {made.served[dossier]: 1 for dossier in own if dossier in made.served}


def zone_row(made: Programme, zone: Zone, least: Decimal) -> Row:
    """The zone's grants, less their least share of all: a plan that grants nothing keeps it."""
    share = int((least / 100 * MILLIONTH).to_integral_value(ROUND_DOWN))
    terms = made.terms(made.steps, times=-share)
    for request in made.requests:
        if zone in request.zones:
            pairs = made.of_dossier(request.dossier)
            terms |= made.terms(pairs, times=MILLIONTH - share)
    return Row(terms, low=0)
