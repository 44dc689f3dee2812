"""What holds a plan where it is: the limits it reaches, and why a dossier has no more.

Read from the amounts, to the cent: a limit is reached where one more step would break it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from passeurs.sharing.checking import Code, Table, bounds, in_zone, received, room_of, rooms
from passeurs.sharing.facts import CENT, HUNDRED, ZERO, Envelope, Request
from passeurs.sharing.ranking import ranked


@dataclass(frozen=True)
class Tight:
    """A limit that the plan reaches: what the plan says, and what the rule allows or asks, in
    euros (in dossiers for DEPARTMENT_COUNT).
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


class Why(StrEnum):
    """Why a dossier has no more: the dossier's own reasons, then one for each envelope."""

    FORCED_OUT = "forced_out"
    NO_SCORE = "no_score"
    LINE = "line"
    MINIMUM = "minimum"
    NOT_ASKED = "not_asked"
    TERRITORY = "territory"
    KIND = "kind"
    FIXED = "fixed"
    COST = "cost"
    CEILING = "ceiling"
    SHARE = "share"
    HOLDER = "holder"
    ENVELOPE = "envelope"
    STEP = "step"
    FLOOR = "floor"
    ROOM = "room"


@dataclass(frozen=True)
class Reason:
    """`amount` is what the plan says and `limit` the rule's: a FLOOR's amount, and a MINIMUM's, is
    the most that could still be given; a STEP's, what is left under one step; a ROOM's, what could
    be added and is not, because other options or dossiers are preferred.

    For a LINE, the place in the ranking and the last place served.
    """

    why: Why
    dossier: str
    envelope: str = ""
    holder: str = ""
    amount: Decimal = ZERO
    limit: Decimal = ZERO
    share: Decimal | None = None


@dataclass(frozen=True)
class Binding:
    """The limits reached, by rule; the reasons of each dossier left out or served in part."""

    tight: tuple[Tight, ...] = ()
    reasons: tuple[Reason, ...] = ()


NOTHING_BINDS = Binding()
# What a dossier is held by where it has all it may want, but for less than a step.
OWN = frozenset({Code.COST, Code.ASKED})


def bind(table: Table) -> Binding:
    judges = (tight_envelopes, tight_holders, tight_grants, tight_dossiers, tight_options)
    tight = [one for judge in judges for one in judge(table)]
    return Binding(tuple(tight), tuple(reasons(table)))


# ------------------------------------------------------------------------ limits that are reached


def tight_envelopes(table: Table) -> Iterator[Tight]:
    for key, envelope in sorted(table.envelopes.items()):
        spent = table.spent.get(key, ZERO)
        if envelope.total - spent < envelope.step:
            yield Tight(Code.ENVELOPE, spent, envelope.total, envelope=key)


def tight_holders(table: Table) -> Iterator[Tight]:
    for (bearer, key), held in sorted(table.held.items()):
        envelope = table.envelopes[key]
        ceiling = envelope.holder_ceiling
        if ceiling is not None and ceiling - held < envelope.step:
            yield Tight(Code.HOLDER, held, ceiling, envelope=key, holder=bearer)


def tight_grants(table: Table) -> Iterator[Tight]:
    """The rules of one grant: its floor, its ceiling, its share of the cost, what was asked."""
    for (dossier, key), amount in sorted(table.plan.amounts.items()):
        if not amount:
            continue
        request, envelope = table.requests[dossier], table.envelopes[key]
        sums = bounds(table, request, envelope)
        if amount - envelope.step < envelope.floor:
            yield Tight(Code.FLOOR, amount, envelope.floor, dossier=dossier, envelope=key)
        for code in (Code.CEILING, Code.SHARE, Code.ASKED):
            said, limit = sums.get(code, (ZERO, envelope.step))
            if limit - said < envelope.step:
                share = envelope.share if code == Code.SHARE else None
                yield Tight(code, said, limit, dossier=dossier, envelope=key, share=share)


def tight_dossiers(table: Table) -> Iterator[Tight]:
    step = smallest_step(table)
    for dossier, granted in sorted(table.granted.items()):
        request = table.requests[dossier]
        if granted - step < request.minimum:
            yield Tight(Code.MINIMUM, granted, request.minimum, dossier=dossier)
        if request.need - granted < step:
            yield Tight(Code.COST, granted, request.need, dossier=dossier)


def tight_options(table: Table) -> Iterator[Tight]:
    """The minima that one step less, in a department, or more, outside a zone, would break."""
    step = smallest_step(table)
    for minimum in table.options.minima:
        amount, count = received(table, minimum)
        where = minimum.department
        if minimum.amount and amount - step < minimum.amount:
            yield Tight(Code.DEPARTMENT_AMOUNT, amount, minimum.amount, department=where)
        if minimum.count and count == minimum.count:
            yield Tight(
                Code.DEPARTMENT_COUNT, Decimal(count), Decimal(minimum.count), department=where
            )
    total = sum(table.granted.values(), ZERO)
    for zone, least in sorted(table.options.zone_shares.items()):
        amount = in_zone(table, zone)
        if amount < (total + step) * least / HUNDRED:
            limit = total * least / HUNDRED
            yield Tight(Code.ZONE_SHARE, amount, limit, zone=zone, share=least)


def smallest_step(table: Table) -> Decimal:
    return min((one.step for one in table.envelopes.values()), default=CENT)


# ------------------------------------------------------------------------ why a dossier has no more


def reasons(table: Table) -> Iterator[Reason]:
    """Dossiers in the order of the ranking, those that have all they may want left out."""
    for place, request in enumerate(ranked(table.requests.values()), start=1):
        granted = table.granted.get(request.dossier, ZERO)
        if granted and granted >= wanted(table, request):
            continue
        if own := of_dossier(table, request, place):
            yield own
        else:
            yield from of_envelopes(table, request)


def wanted(table: Table, request: Request) -> Decimal:
    """What it asks of the funders at hand, and no more than it lacks."""
    funders = {one.funder for one in table.envelopes.values()}
    asked = sum((request.asked.get(funder, ZERO) for funder in funders), ZERO)
    return min(asked, request.need)


def of_dossier(table: Table, request: Request, place: int) -> Reason | None:
    """A reason that holds for every envelope at once."""
    dossier, line = request.dossier, table.plan.line
    if dossier in table.options.forced_out:
        return Reason(Why.FORCED_OUT, dossier)
    if not table.options.may_propose(request):
        return Reason(Why.NO_SCORE, dossier)
    if line is not None and place > line:
        return Reason(Why.LINE, dossier, amount=Decimal(place), limit=Decimal(line))
    reachable = sum(rooms(table, request).values(), ZERO)
    if dossier not in table.granted and ZERO < reachable < request.minimum:
        return Reason(Why.MINIMUM, dossier, amount=reachable, limit=request.minimum)
    return None


def of_envelopes(table: Table, request: Request) -> Iterator[Reason]:
    """One reason for each envelope, but those whose funder gives all it was asked."""
    for _, envelope in sorted(table.envelopes.items()):
        given, asked = bounds(table, request, envelope)[Code.ASKED]
        if not asked or given < asked:
            yield (
                of_kind(table, request, envelope)
                or of_choice(table, request, envelope)
                or of_limits(table, request, envelope)
                or of_room(table, request, envelope)
            )


def of_kind(table: Table, request: Request, envelope: Envelope) -> Reason | None:
    """What makes the envelope not for this dossier, whatever is left in it."""
    told = (
        (Why.NOT_ASKED, not request.asked.get(envelope.funder, ZERO)),
        (Why.TERRITORY, not envelope.is_territory(request)),
        (Why.KIND, not envelope.is_kind(request)),
    )
    return next((Reason(why, request.dossier, envelope.key) for why, is_so in told if is_so), None)


def of_choice(table: Table, request: Request, envelope: Envelope) -> Reason | None:
    pair = request.dossier, envelope.key
    if pair not in table.options.fixed:
        return None
    return Reason(Why.FIXED, *pair, amount=table.amount(pair), limit=table.options.fixed[pair])


def of_limits(table: Table, request: Request, envelope: Envelope) -> Reason | None:
    """The first limit that is reached; less than a step may be left under it."""
    for code, (amount, limit) in bounds(table, request, envelope).items():
        if limit - amount >= envelope.step:
            continue
        if code in OWN and amount < limit:
            left = limit - amount
            return Reason(Why.STEP, request.dossier, envelope.key, amount=left, limit=envelope.step)
        return Reason(
            Why(code),
            request.dossier,
            envelope.key,
            holder=request.bearer if code == Code.HOLDER else "",
            amount=amount,
            limit=limit,
            share=envelope.share if code == Code.SHARE else None,
        )
    return None


def of_room(table: Table, request: Request, envelope: Envelope) -> Reason:
    had = table.amount((request.dossier, envelope.key))
    room = room_of(table, request, envelope)
    if had + room < envelope.floor:
        least = envelope.floor
        return Reason(Why.FLOOR, request.dossier, envelope.key, amount=had + room, limit=least)
    return Reason(Why.ROOM, request.dossier, envelope.key, amount=room)
