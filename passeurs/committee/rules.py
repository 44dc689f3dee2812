"""Who comes, whether they are enough, and what an order becomes when one moves; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .enums import Answer, SeatRole


@dataclass(frozen=True)
class Place:
    """A seat: `stands_in_for` is the key of the one whose suppléant it is."""

    key: int
    role: str
    answer: str
    stands_in_for: int | None = None

    @property
    def counts(self) -> bool:
        return self.role != SeatRole.OBSERVER


@dataclass(frozen=True)
class Quorum:
    """`coming` voices are sure, `awaited` ones may still come; `needed` is what the sitting asks.

    A voice is that of a titular seat, whether its titular or a suppléant sits in it.
    """

    coming: int
    awaited: int
    needed: int

    @property
    def is_met(self) -> bool:
        return self.coming >= self.needed

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.coming)

    @property
    def is_possible(self) -> bool:
        return self.coming + self.awaited >= self.needed


def quorum_of(places: Iterable[Place], needed: int) -> Quorum:
    """Count voices: one for each titular seat that votes, never two with its suppléant."""
    every = list(places)
    coming = awaited = 0
    for titular in every:
        if not titular.counts or titular.stands_in_for is not None:
            continue
        answers = {one.answer for one in every if titular.key in {one.key, one.stands_in_for}}
        if Answer.ACCEPTED in answers:
            coming += 1
        elif "" in answers:
            awaited += 1
    return Quorum(coming, awaited, needed)


def moved[Key](order: Sequence[Key], key: Key, step: int) -> list[Key]:
    """The same keys, one of them moved by `step` places; it stays inside, and nobody is lost."""
    left = [one for one in order if one != key]
    if len(left) == len(order):
        return left
    place = min(max(0, order.index(key) + step), len(left))
    return [*left[:place], key, *left[place:]]
