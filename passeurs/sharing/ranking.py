"""Filling envelopes in the order of the scores, down to a line that is moved by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from passeurs.sharing.facts import ZERO, Envelope, Pair, Plan, Request


def ranked(requests: Iterable[Request]) -> list[Request]:
    """Best score first, those without one last; equal scores in the order of their keys."""
    return sorted(requests, key=lambda one: (one.score is None, -(one.score or ZERO), one.dossier))


def most(request: Request, envelope: Envelope, *, given: Decimal = ZERO) -> Decimal:
    """The most the envelope's rules let the dossier have, whatever is left in it.

    `given` is what other envelopes of the same funder already bring. Zero under the floor.
    """
    if not (envelope.is_territory(request) and envelope.is_kind(request)):
        return ZERO
    bounds = [
        request.asked.get(envelope.funder, ZERO) - given,
        request.need,
        envelope.total,
        envelope.ceiling,
        envelope.holder_ceiling,
        envelope.by_share(request),
    ]
    amount = envelope.rounded(min(bound for bound in bounds if bound is not None))
    return amount if amount > ZERO and amount >= envelope.floor else ZERO


@dataclass
class Pot:
    """What is left while envelopes are filled, dossier after dossier."""

    left: dict[str, Decimal]
    of_holder: dict[Pair, Decimal] = field(default_factory=dict)

    def room(self, request: Request, envelope: Envelope) -> Decimal:
        """What is left for this dossier, its holder's ceiling kept."""
        left = self.left[envelope.key]
        if envelope.holder_ceiling is None:
            return left
        had = self.of_holder.get((request.bearer, envelope.key), ZERO)
        return min(left, envelope.holder_ceiling - had)

    def take(self, request: Request, shares: dict[str, Decimal]) -> None:
        for key, amount in shares.items():
            self.left[key] -= amount
            held = self.of_holder.get((request.bearer, key), ZERO)
            self.of_holder[request.bearer, key] = held + amount


def pot(envelopes: Iterable[Envelope]) -> Pot:
    return Pot({one.key: one.total for one in envelopes})


def portions(request: Request, envelopes: Sequence[Envelope], left: Pot) -> dict[str, Decimal]:
    """What each envelope can bring, in turn; nothing where the whole is under the minimum."""
    found: dict[str, Decimal] = {}
    by_funder: dict[str, Decimal] = {}
    for envelope in envelopes:
        given = by_funder.get(envelope.funder, ZERO)
        to_find = request.need - sum(found.values(), ZERO)
        bound = min(
            most(request, envelope, given=given),
            left.room(request, envelope),
            to_find,
        )
        amount = envelope.rounded(bound)
        if amount > ZERO and amount >= envelope.floor:
            found[envelope.key] = amount
            by_funder[envelope.funder] = given + amount
    return found if sum(found.values(), ZERO) >= request.minimum else {}


def whole(request: Request, envelopes: Sequence[Envelope]) -> Decimal:
    """What the dossier would receive were it alone: what « served in full » means."""
    return sum(portions(request, envelopes, pot(envelopes)).values(), ZERO)


def by_rank(requests: Iterable[Request], envelopes: Sequence[Envelope], line: int) -> Plan:
    """Serve the first `line` dossiers in the order of the scores, each as much as is left for it.

    A dossier that no longer fits is passed over, and the next one served. Below zero, nobody is;
    a dossier without a score never is.
    """
    left, amounts = pot(envelopes), {}
    above = [one for one in ranked(requests)[: max(line, 0)] if one.score is not None]
    for request in above:
        shares = portions(request, envelopes, left)
        left.take(request, shares)
        amounts.update({(request.dossier, key): amount for key, amount in shares.items()})
    return Plan(amounts, line=max(line, 0))
