"""What ties a person who judges to a dossier; pure.

A tie is a fact that is written somewhere: a structure one belongs to, a card one answers for, a
venue one is the contact of. Nothing is guessed from a name that people may share.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .enums import Tie


@dataclass(frozen=True)
class Party:
    """A structure as a dossier or a register names it; `name` is folded, `siren` may be empty."""

    name: str
    siren: str = ""

    def is_same(self, other: "Party") -> bool:
        """By the number where both have one, else by the name."""
        if self.siren and other.siren:
            return self.siren == other.siren
        return bool(self.name) and self.name == other.name


@dataclass(frozen=True)
class Judge:
    """Somebody who judges: their address, and the structures they belong to, by key."""

    user: int
    email: str
    structures: tuple[tuple[int, Party], ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        return tuple(party for _, party in self.structures)


@dataclass(frozen=True)
class Concerned:
    """Everybody a dossier concerns; addresses are in lower case."""

    holder: int
    holder_party: Party
    partners: tuple[Party, ...] = ()
    funders: tuple[Party, ...] = ()
    practitioners: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    venues: frozenset[str] = frozenset()


def ties_between(judge: Judge, concerned: Concerned) -> Iterator[Tie]:
    """Each kind of tie once, the nearest first."""
    if any(key == concerned.holder for key, _ in judge.structures):
        yield Tie.HOLDER
    elif _shares(judge, (concerned.holder_party,)):
        yield Tie.SIREN
    if _shares(judge, concerned.partners) or judge.email in concerned.contacts:
        yield Tie.PARTNER
    if judge.email in concerned.practitioners:
        yield Tie.PRACTITIONER
    if judge.email in concerned.venues:
        yield Tie.VENUE
    if _shares(judge, concerned.funders):
        yield Tie.COFUNDER


def _shares(judge: Judge, parties: tuple[Party, ...]) -> bool:
    return any(mine.is_same(one) for mine in judge.parties for one in parties)
