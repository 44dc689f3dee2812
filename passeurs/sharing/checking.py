"""What a plan breaks: every rule of every envelope, and every option, to the cent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from passeurs.sharing.facts import (
    HUNDRED,
    ZERO,
    Envelope,
    Minimum,
    Options,
    Pair,
    Plan,
    Request,
    Zone,
)


class Code(StrEnum):
    """The rules, in the order they are told."""

    UNKNOWN = "unknown"
    NEGATIVE = "negative"
    STEP = "step"
    TERRITORY = "territory"
    KIND = "kind"
    ASKED = "asked"
    FLOOR = "floor"
    CEILING = "ceiling"
    SHARE = "share"
    HOLDER = "holder"
    ENVELOPE = "envelope"
    MINIMUM = "minimum"
    COST = "cost"
    BALANCE = "balance"
    FORCED_IN = "forced_in"
    FORCED_OUT = "forced_out"
    FIXED = "fixed"
    DEPARTMENT_AMOUNT = "department_amount"
    DEPARTMENT_COUNT = "department_count"
    ZONE_SHARE = "zone_share"


@dataclass(frozen=True)
class Breach:
    """A rule that a plan breaks: `amount` is what the plan says, `limit` what the rule allows or
    asks, in euros (in dossiers for DEPARTMENT_COUNT).

    A BALANCE does not make the plan wrong, the project must find `gap` elsewhere or cost less;
    `rooms` is what each envelope could still bring of it, within its rules.
    """

    code: Code
    amount: Decimal
    limit: Decimal
    dossier: str = ""
    envelope: str = ""
    holder: str = ""
    department: str = ""
    zone: str = ""
    share: Decimal | None = None
    rooms: Mapping[str, Decimal] | None = None

    @property
    def is_blocking(self) -> bool:
        return self.code != Code.BALANCE

    @property
    def gap(self) -> Decimal:
        """By how much the plan is off, above zero."""
        return abs(self.amount - self.limit)


@dataclass(frozen=True)
class Table:
    """A plan with all it is judged on; dossiers and envelopes by key."""

    plan: Plan
    requests: Mapping[str, Request]
    envelopes: Mapping[str, Envelope]
    options: Options

    def amount(self, pair: Pair) -> Decimal:
        return self.plan.amounts.get(pair, ZERO)

    @cached_property
    def granted(self) -> dict[str, Decimal]:
        """What each dossier that receives anything receives."""
        return self.plan.by_dossier()

    @cached_property
    def spent(self) -> dict[str, Decimal]:
        return self.plan.by_envelope()

    @cached_property
    def held(self) -> dict[Pair, Decimal]:
        """What each holder (by SIREN) receives of each envelope."""
        return by_holder(self.plan, self.requests)


def check(
    plan: Plan, requests: Iterable[Request], envelopes: Iterable[Envelope], options: Options
) -> list[Breach]:
    """All that the plan breaks: by dossier and envelope, by holder, by envelope, by option.

    Where the plan names what does not exist, only that is said: nothing else can be judged.
    """
    table = tabled(plan, requests, envelopes, options)
    if unknown := list(unknowns(table)):
        return unknown
    judged = (of_grants, of_holders, of_envelopes, of_dossiers, of_choices, of_minima, of_zones)
    return [breach for judge in judged for breach in judge(table)]


def tabled(
    plan: Plan, requests: Iterable[Request], envelopes: Iterable[Envelope], options: Options
) -> Table:
    by_dossier = {one.dossier: one for one in requests}
    return Table(plan, by_dossier, {one.key: one for one in envelopes}, options)


def unknowns(table: Table) -> Iterator[Breach]:
    for (dossier, envelope), amount in sorted(table.plan.amounts.items()):
        if dossier not in table.requests or envelope not in table.envelopes:
            yield Breach(Code.UNKNOWN, amount, ZERO, dossier=dossier, envelope=envelope)


def of_grants(table: Table) -> Iterator[Breach]:
    """One grant before the rules of its envelope."""
    for (dossier, key), amount in sorted(table.plan.amounts.items()):
        request, envelope = table.requests[dossier], table.envelopes[key]
        for code, limit in broken(request, envelope, amount):
            yield Breach(
                code, amount, limit, dossier=dossier, envelope=key, share=share(code, envelope)
            )


def share(code: Code, envelope: Envelope) -> Decimal | None:
    return envelope.share if code == Code.SHARE else None


def broken(request: Request, envelope: Envelope, amount: Decimal) -> Iterator[tuple[Code, Decimal]]:
    """The rules of the envelope that the amount breaks, with their limits."""
    by_share = envelope.by_share(request)
    rules = (
        (Code.STEP, bool(amount % envelope.step), envelope.step),
        (Code.TERRITORY, not envelope.is_territory(request), ZERO),
        (Code.KIND, not envelope.is_kind(request), ZERO),
        (Code.FLOOR, amount < envelope.floor, envelope.floor),
        (Code.CEILING, is_over(amount, envelope.ceiling), envelope.ceiling),
        (Code.SHARE, is_over(amount, by_share), by_share),
    )
    if amount < ZERO:
        yield Code.NEGATIVE, ZERO
    elif amount:
        yield from ((code, limit or ZERO) for code, is_broken, limit in rules if is_broken)


def is_over(amount: Decimal, limit: Decimal | None) -> bool:
    return limit is not None and amount > limit


def of_holders(table: Table) -> Iterator[Breach]:
    """The ceiling of a holder, over all its dossiers."""
    for (bearer, key), amount in sorted(table.held.items()):
        ceiling = table.envelopes[key].holder_ceiling
        if ceiling is not None and amount > ceiling:
            yield Breach(Code.HOLDER, amount, ceiling, envelope=key, holder=bearer)


def by_holder(plan: Plan, requests: Mapping[str, Request]) -> dict[Pair, Decimal]:
    """What each holder (by SIREN) receives of each envelope."""
    found: dict[Pair, Decimal] = {}
    for (dossier, key), amount in plan.amounts.items():
        pair = requests[dossier].bearer, key
        found[pair] = found.get(pair, ZERO) + amount
    return found


def of_envelopes(table: Table) -> Iterator[Breach]:
    for key, amount in sorted(table.spent.items()):
        total = table.envelopes[key].total
        if amount > total:
            yield Breach(Code.ENVELOPE, amount, total, envelope=key)


def of_dossiers(table: Table) -> Iterator[Breach]:
    """A dossier's grants together: what it asked, what is useful, and its own plan."""
    for dossier, granted in sorted(table.granted.items()):
        request = table.requests[dossier]
        yield from over_asked(table, request)
        if ZERO < granted < request.minimum:
            yield Breach(Code.MINIMUM, granted, request.minimum, dossier=dossier)
        if granted > request.need:
            yield Breach(Code.COST, granted, request.need, dossier=dossier)
        if ZERO < granted < request.need:
            yield Breach(
                Code.BALANCE, granted, request.need, dossier=dossier, rooms=rooms(table, request)
            )


def over_asked(table: Table, request: Request) -> Iterator[Breach]:
    for funder, granted in sorted(by_funder(table, request).items()):
        asked = request.asked.get(funder, ZERO)
        if granted > asked:
            key = next(key for key, one in sorted(table.envelopes.items()) if one.funder == funder)
            yield Breach(Code.ASKED, granted, asked, dossier=request.dossier, envelope=key)


def by_funder(table: Table, request: Request) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for key, envelope in table.envelopes.items():
        amount = table.amount((request.dossier, key))
        found[envelope.funder] = found.get(envelope.funder, ZERO) + amount
    return found


def rooms(table: Table, request: Request) -> dict[str, Decimal]:
    """What each envelope could still bring to the dossier alone, its rules and others' kept."""
    found = {}
    for key, envelope in sorted(table.envelopes.items()):
        if not (envelope.is_territory(request) and envelope.is_kind(request)):
            continue
        room = room_of(table, request, envelope)
        if room > ZERO and table.amount((request.dossier, key)) + room >= envelope.floor:
            found[key] = room
    return found


def room_of(table: Table, request: Request, envelope: Envelope) -> Decimal:
    """What could be added to the grant, in steps; its floor apart."""
    sums = bounds(table, request, envelope).values()
    return envelope.rounded(min(limit - amount for amount, limit in sums))


def bounds(
    table: Table, request: Request, envelope: Envelope
) -> dict[Code, tuple[Decimal, Decimal]]:
    """What the plan says, and the most that is allowed, by each rule that could stop a grant
    from growing: the dossier's own first.
    """
    had = table.amount((request.dossier, envelope.key))
    sums = {
        Code.COST: (table.granted.get(request.dossier, ZERO), request.need),
        Code.ASKED: (
            by_funder(table, request)[envelope.funder],
            request.asked.get(envelope.funder, ZERO),
        ),
        Code.CEILING: (had, envelope.ceiling),
        Code.SHARE: (had, envelope.by_share(request)),
        Code.HOLDER: (
            table.held.get((request.bearer, envelope.key), ZERO),
            envelope.holder_ceiling,
        ),
        Code.ENVELOPE: (table.spent.get(envelope.key, ZERO), envelope.total),
    }
    return {code: (amount, limit) for code, (amount, limit) in sums.items() if limit is not None}


def of_choices(table: Table) -> Iterator[Breach]:
    """The dossiers the committee holds in, holds out, or whose amount it fixed."""
    granted = table.granted
    for dossier in sorted(table.options.forced_in):
        if granted.get(dossier, ZERO) <= ZERO:
            yield Breach(Code.FORCED_IN, ZERO, ZERO, dossier=dossier)
    for dossier in sorted(table.options.forced_out & granted.keys()):
        yield Breach(Code.FORCED_OUT, granted[dossier], ZERO, dossier=dossier)
    for (dossier, key), fixed in sorted(table.options.fixed.items()):
        amount = table.amount((dossier, key))
        if amount != fixed:
            yield Breach(Code.FIXED, amount, fixed, dossier=dossier, envelope=key)


def of_minima(table: Table) -> Iterator[Breach]:
    for minimum in table.options.minima:
        amount, count = received(table, minimum)
        where = minimum.department
        if amount < minimum.amount:
            yield Breach(Code.DEPARTMENT_AMOUNT, amount, minimum.amount, department=where)
        if count < minimum.count:
            yield Breach(
                Code.DEPARTMENT_COUNT, Decimal(count), Decimal(minimum.count), department=where
            )


def received(table: Table, minimum: Minimum) -> tuple[Decimal, int]:
    amounts = [
        amount
        for dossier, amount in table.granted.items()
        if table.requests[dossier].department == minimum.department
    ]
    return sum(amounts, ZERO), len(amounts)


def of_zones(table: Table) -> Iterator[Breach]:
    """The least share of all that is granted; a plan that grants nothing breaks none."""
    total = sum(table.granted.values(), ZERO)
    for zone, least in table.options.zone_shares.items():
        amount, limit = in_zone(table, zone), total * least / HUNDRED
        if amount < limit:
            yield Breach(Code.ZONE_SHARE, amount, limit, zone=zone, share=least)


def in_zone(table: Table, zone: Zone) -> Decimal:
    amounts = (one for key, one in table.granted.items() if zone in table.requests[key].zones)
    return sum(amounts, ZERO)
