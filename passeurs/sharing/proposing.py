"""A proposal: the plan worth the most, or the options that cannot be kept. It never decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from time import monotonic

from passeurs.sharing import model as building
from passeurs.sharing.binding import NOTHING_BINDS, Binding, bind
from passeurs.sharing.checking import check, tabled
from passeurs.sharing.comparing import compare
from passeurs.sharing.facts import Envelope, Options, Plan, Request
from passeurs.sharing.model import Model, Programme, Row
from passeurs.sharing.ranking import ranked
from passeurs.sharing.solver import UnsoundError, solve
from passeurs.sharing.wishing import Unmet, with_options

SECONDS = 5.0
MORE = Decimal(1000)


@dataclass(frozen=True)
class Proposal:
    """A plan, or none where options cannot be met or time ran out, and what binds it.

    `is_proven`: no plan is worth more. `is_settled`: among those worth the same, it is also the
    one that the ranking prefers, hence the same each time; a plan proven but not settled is as
    good as any, another time may show another.
    """

    plan: Plan | None
    unmet: tuple[Unmet, ...] = ()
    is_proven: bool = True
    is_settled: bool = True
    binding: Binding = NOTHING_BINDS


NO_TIME = Proposal(None, is_proven=False, is_settled=False)


def share_out(
    requests: Iterable[Request],
    envelopes: Sequence[Envelope],
    options: Options,
    *,
    seconds: float = SECONDS,
) -> Proposal:
    """The plan that makes the most of the amounts weighed by the scores, every rule kept.

    The same facts in any order give the same plan, unless time runs out (`is_settled` is False).
    Raises UnsoundError where the plan, read again to the cent, breaks a rule.
    """
    until = monotonic() + seconds
    held = ranked(requests)
    ordered = sorted(envelopes, key=lambda one: one.key)
    made = building.programme(held, ordered, options)
    wished, unmet = with_options(made, until)
    if unmet:
        return Proposal(None, unmet)
    found = best(made, wished, until)
    if found.values is None:
        return NO_TIME
    plan = made.plan(found.values)
    if any(breach.is_blocking for breach in check(plan, held, ordered, options)):
        raise UnsoundError
    binding = bind(tabled(plan, held, ordered, options))
    return Proposal(plan, (), found.is_proven, found.is_settled, binding)


@dataclass(frozen=True)
class Best:
    """The values of a plan, or None; what is proven of them."""

    values: Sequence[int] | None
    is_proven: bool
    is_settled: bool


def best(made: Programme, model: Model, until: float) -> Best:
    """Goal after goal, what one reached kept while the next is sought: what the plan is worth,
    then the order of the ranking. The first goal leaves half of the time to the others.
    """
    values: Sequence[int] | None = None
    proven = []
    midway = (monotonic() + until) / 2
    for goal, end in (
        (building.preference(made), midway),
        (building.objective(made), until),
        (building.order(made), until),
    ):
        if values is not None and not any(goal.values()):
            proven.append(True)
            continue
        found = solve(model, goal, seconds=end - monotonic(), start=values)
        proven.append(found.is_proven)
        if found.values is not None:
            values = found.values
            reached = sum(weight * values[column] for column, weight in goal.items())
            model = model.with_rows([Row(goal, low=reached)])
    *worth, _ = proven
    return Best(values, is_proven=all(worth), is_settled=all(proven))


@dataclass(frozen=True)
class More:
    """What `more` in an envelope would change: the dossiers whose amounts differ, before and
    after; None where no plan was found in time. `is_settled` where both plans are: the sum alone
    made the changes, and not the choice between plans worth the same.
    """

    envelope: str
    more: Decimal
    changes: Mapping[str, tuple[Decimal, Decimal]] | None
    is_settled: bool = True


def with_more(
    proposal: Proposal,
    requests: Sequence[Request],
    envelopes: Sequence[Envelope],
    options: Options,
    *,
    seconds: float = SECONDS,
) -> list[More]:
    """For each envelope in turn, what 1 000 € more would change; `seconds` for each."""
    if proposal.plan is None:
        return []
    found = []
    for one in sorted(envelopes, key=lambda each: each.key):
        larger = replace(one, total=one.total + MORE)
        others = [larger if each.key == one.key else each for each in envelopes]
        other = share_out(requests, others, options, seconds=seconds)
        changes = (
            None if other.plan is None else compare(proposal.plan, other.plan, requests).by_dossier
        )
        is_settled = proposal.is_settled and other.is_settled
        found.append(More(one.key, MORE, changes, is_settled))
    return found
