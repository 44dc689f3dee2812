"""The sitting as each reader's screen shows it while it is held.

A dossier that the reader may not judge is nowhere: neither its title, nor an amount, nor what is
left of an envelope, which would give it away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Sum

from passeurs.accounts.models import User
from passeurs.dossiers.models import Dossier
from passeurs.sharing.facts import Request

from ..enums import State
from ..models import (
    Ballot,
    Decision,
    Envelope,
    Grant,
    Leaving,
    Passage,
    Presence,
    Seat,
    Session,
    Sitting,
    Voice,
)
from ..rules import Place, voices
from .requests import ZERO, requests_of
from .sittings import seats_of


def judged_by(user: User) -> Any:
    """The dossiers whose discussion this person may hear."""
    return Dossier.objects.judged_by(user)


def signal_of(pk: Any, user: User) -> str | None:
    """What changes when the reader's screen must; None for a stranger. One question.

    Whoever is kept away from the dossier on screen is told of nothing but its going.
    """
    seen = judged_by(user).filter(passages=OuterRef("session__passage"))
    rows = Sitting.objects.visible_to(user).filter(pk=pk).annotate(sees=Exists(seen))
    fields = ("state", "session__passage", "session__version", "session__shown", "sees")
    row = rows.values_list(*fields).first()
    if row is None:
        return None
    state, passage, version, shown, sees = row
    if passage and not sees:
        return f"{state}-{shown or 0}-x"
    return f"{state}-{version or 0}"


def kept_away(sitting: Sitting, seats: list[Seat], passage: Passage | None) -> set[int]:
    """The seats whose person may not hear of this dossier, though it stands filed."""
    if passage is None or not passage.dossier.is_filed:
        return set()
    rows = Dossier.objects.filter(pk=passage.dossier_id)
    return {
        one.pk for one in seats if not rows.filter(pk__in=judged_by(one.user).values("pk")).exists()
    }


def present_seats(sitting: Sitting) -> set[int]:
    rows = Presence.objects.filter(seat__sitting=sitting, left_at=None)
    return set(rows.values_list("seat", flat=True))


def places_of(seats: list[Seat]) -> list[Place]:
    return [Place(one.pk, one.role, one.answer, one.stands_in_for_id) for one in seats]


def is_whole(sitting: Sitting, user: User) -> bool:
    """Whether the reader is kept away from none of the dossiers that stand on the order."""
    hidden = Dossier.objects.filed().exclude(pk__in=judged_by(user).values("pk"))
    return not sitting.passages.filter(dossier__in=hidden.values("pk")).exists()


@dataclass(frozen=True)
class Rest:
    """An envelope and what was given of it, in euros."""

    envelope: Envelope
    given: Decimal

    @property
    def funder(self) -> str:
        return self.envelope.funder

    @property
    def total(self) -> Decimal:
        return self.envelope.total

    @property
    def left(self) -> Decimal:
        return self.total - self.given


def left_of(sitting: Sitting) -> list[Rest]:
    rows = sitting.envelopes.annotate(sum_given=Sum("grants__amount"))
    return [Rest(one, one.sum_given or ZERO) for one in rows]


@dataclass(frozen=True)
class Turn:
    """A dossier of the order as its reader may know it; `number` counts what they see."""

    number: int
    passage: Passage
    is_open: bool

    @property
    def title(self) -> str:
        return title_of(self.passage)

    @property
    def decision(self) -> Decision | None:
        return getattr(self.passage, "decision", None)

    @property
    def is_standing(self) -> bool:
        return self.passage.dossier.is_filed


@dataclass(frozen=True)
class Chair:
    """A seat on screen: there or not, speaking for a titular or not."""

    seat: Seat
    is_here: bool
    speaks: bool


@dataclass(frozen=True)
class Ask:
    """What a dossier asks of a funder, in euros."""

    funder: str
    asked: Decimal


def title_of(passage: Passage) -> str:
    return passage.dossier.project.title or passage.dossier.reference


class Screen:
    """All that one reader's page shows of a sitting."""

    def __init__(self, sitting: Sitting, user: User) -> None:
        self.sitting, self.user = sitting, user
        self.session = Session.objects.filter(sitting=sitting).first() or Session(sitting=sitting)
        self.seats = seats_of(sitting)

    @cached_property
    def passages(self) -> list[Passage]:
        rows = self.sitting.passages.filter(dossier__in=judged_by(self.user).values("pk"))
        related = ("dossier__structure__commune", "dossier__project", "decision")
        found = rows.select_related(*related).prefetch_related("decision__grants__envelope")
        return list(found.order_by("rank", "pk"))

    @cached_property
    def passage(self) -> Passage | None:
        """The dossier on screen, if this reader may hear of it."""
        here = self.session.passage_id
        return next((one for one in self.passages if one.pk == here), None)

    @property
    def is_away(self) -> bool:
        return self.session.passage_id is not None and self.passage is None

    @property
    def is_live(self) -> bool:
        return self.sitting.state == State.DELIBERATING

    @cached_property
    def turns(self) -> list[Turn]:
        here = self.session.passage_id
        return [Turn(n, one, one.pk == here) for n, one in enumerate(self.passages, 1)]

    @property
    def turn(self) -> Turn | None:
        return next((one for one in self.turns if one.is_open), None)

    @cached_property
    def present(self) -> set[int]:
        return present_seats(self.sitting)

    @cached_property
    def voices(self) -> dict[int, int]:
        """Titular seat → the seat that speaks for it, those who left for this dossier apart."""
        away = set() if self.passage is None else self.left
        return voices(places_of(self.seats), self.present - away)

    @cached_property
    def left(self) -> set[int]:
        rows = Leaving.objects.filter(passage=self.passage)
        return set(rows.values_list("seat", flat=True))

    @property
    def leavers(self) -> list[Seat]:
        return [one for one in self.seats if one.pk in self.left] if self.passage else []

    @property
    def is_quorate(self) -> bool:
        return len(self.voices) >= self.sitting.quorum

    @property
    def chairs(self) -> list[Chair]:
        speaking = set(self.voices.values())
        return [Chair(one, one.pk in self.present, one.pk in speaking) for one in self.seats]

    @cached_property
    def my_voice(self) -> int | None:
        """The titular seat for which the reader speaks now."""
        mine = {one.pk for one in self.seats if one.user_id == self.user.pk}
        return next((titular for titular, seat in self.voices.items() if seat in mine), None)

    @cached_property
    def is_whole(self) -> bool:
        return is_whole(self.sitting, self.user)

    @cached_property
    def envelopes(self) -> list[Rest]:
        return left_of(self.sitting)

    @cached_property
    def request(self) -> Request | None:
        """What the dossier on screen asks."""
        if self.passage is None:
            return None
        envelopes = [one.envelope for one in self.envelopes]
        return requests_of([self.passage], envelopes, {})[self.passage.pk]

    @property
    def asks(self) -> list[Ask]:
        asked = self.request.asked if self.request else {}
        return [Ask(one.funder, asked.get(one.envelope.source, ZERO)) for one in self.envelopes]

    @cached_property
    def ballot(self) -> Ballot | None:
        return Ballot.objects.filter(passage=self.passage).last() if self.passage else None

    @cached_property
    def cast(self) -> list[Voice]:
        return list(self.ballot.voices.select_related("seat__user")) if self.ballot else []

    @property
    def has_voted(self) -> bool:
        return self.my_voice in {one.titular_id for one in self.cast}

    @cached_property
    def remarks(self) -> list[Any]:
        return list(self.passage.remarks.select_related("by")) if self.passage else []

    @cached_property
    def past(self) -> list[Any]:
        """The decisions of this dossier that were changed since, the last first."""
        decision = self.turn.decision if self.turn else None
        if decision is None or decision.version == 1:
            return []
        rows = decision.versions.filter(version__lt=decision.version)
        return list(rows.select_related("by").order_by("-version"))


def granted_in(sitting: Sitting, *, but: Passage) -> Mapping[tuple[int, int], Decimal]:
    """By passage and envelope, what the other dossiers of the sitting were given."""
    rows = Grant.objects.filter(decision__passage__sitting=sitting)
    rows = rows.exclude(decision__passage=but).order_by()
    told = rows.values_list(F("decision__passage"), "envelope", "amount")
    return {(passage, envelope): amount for passage, envelope, amount in told}


def seen_in(sitting: Sitting, user: User) -> set[str]:
    """The dossiers of the order whose minutes this person may read; those taken back too."""
    hidden = Dossier.objects.filed().exclude(pk__in=judged_by(user).values("pk"))
    rows = sitting.passages.exclude(dossier__in=hidden.values("pk"))
    return {str(pk) for pk in rows.values_list("dossier", flat=True)}
