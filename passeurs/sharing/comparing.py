"""Two plans side by side: by dossier, and in total by what the dossiers are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from passeurs.sharing.facts import ZERO, Plan, Request


@dataclass(frozen=True)
class Figures:
    """What a plan gives to some dossiers: the amount, and how many receive it."""

    amount: Decimal
    count: int


type Sides = tuple[Figures, Figures]


@dataclass(frozen=True)
class Comparison:
    """The first plan's figures, then the second's; `by_dossier` tells only those that differ.

    A dossier may count in both zones, or in neither.
    """

    by_dossier: Mapping[str, tuple[Decimal, Decimal]]
    total: Sides
    by_department: Mapping[str, Sides]
    by_kind: Mapping[str, Sides]
    by_zone: Mapping[str, Sides]
    by_newness: Mapping[str, Sides]


def compare(first: Plan, second: Plan, requests: Iterable[Request]) -> Comparison:
    """What the second plan changes; every group of the requests is told, even at zero."""
    held = sorted(requests, key=lambda one: one.dossier)
    plans = (first.by_dossier(), second.by_dossier())

    def grouped(names: Callable[[Request], Iterable[str]]) -> dict[str, Sides]:
        groups = sorted({name for one in held for name in names(one)})
        return {
            group: both([one for one in held if group in names(one)], *plans) for group in groups
        }

    pairs = {one.dossier: tuple(plan.get(one.dossier, ZERO) for plan in plans) for one in held}
    return Comparison(
        by_dossier={key: (old, new) for key, (old, new) in pairs.items() if old != new},
        total=both(held, *plans),
        by_department=grouped(lambda one: [one.department]),
        by_kind=grouped(lambda one: [one.kind]),
        by_zone=grouped(lambda one: [str(zone) for zone in one.zones]),
        by_newness=grouped(lambda one: ["new" if one.is_new else "returning"]),
    )


def both(
    requests: list[Request], first: Mapping[str, Decimal], second: Mapping[str, Decimal]
) -> Sides:
    return figures(requests, first), figures(requests, second)


def figures(requests: list[Request], plan: Mapping[str, Decimal]) -> Figures:
    amounts = [plan[one.dossier] for one in requests if one.dossier in plan]
    return Figures(sum(amounts, ZERO), len(amounts))
