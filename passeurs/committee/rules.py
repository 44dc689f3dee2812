"""Who comes, whether they are enough, and what an order becomes when one moves; pure."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from .enums import Answer, Choice, Outcome, SeatRole


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


def voices(places: Iterable[Place], present: Container[int]) -> dict[int, int]:
    """Which seat speaks for each titular: its titular if present, else a suppléant who is.

    `present` leaves out whoever is kept away from the dossier. Keys are those of titular seats.
    """
    every = [one for one in places if one.counts and one.key in present]
    found = {one.key: one.key for one in every if one.stands_in_for is None}
    for one in every:
        if one.stands_in_for is not None:
            found.setdefault(one.stands_in_for, one.key)
    return found


def outcome_of(in_favour: int, against: int, casting: str = "") -> tuple[Outcome, bool]:
    """What a vote gives, abstentions apart, and whether the president's voice settled it."""
    if in_favour != against:
        return (Outcome.ADOPTED if in_favour > against else Outcome.REJECTED), False
    if casting in {Choice.FOR, Choice.AGAINST}:
        return (Outcome.ADOPTED if casting == Choice.FOR else Outcome.REJECTED), True
    return Outcome.TIED, False
