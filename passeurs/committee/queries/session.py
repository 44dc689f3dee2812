"""The sitting as each reader's screen shows it while it is held.

A dossier that the reader may not judge is nowhere: neither its title, nor an amount, nor what is
left of an envelope, which would give it away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from passeurs.accounts.models import User
from passeurs.dossiers.enums import State as DossierState
from passeurs.dossiers.models import Dossier, Recusal
from passeurs.dossiers.queries.interests import kept_away
from passeurs.sharing.facts import Request

from ..enums import State
from ..models import (
    Ballot,
    Decision,
    Envelope,
    Grant,
    Passage,
    Presence,
    Seat,
    Session,
    Sitting,
    Voice,
)
from ..rules import Place, voices
from .reading import Told, told_of
from .requests import ZERO, requests_of
from .sittings import seats_of

PER_PAGE = 25


def judged_by(user: User) -> Any:
    """The dossiers whose discussion this person may hear."""
    return Dossier.objects.judged_by(user)


def signal_of(pk: Any, user: User) -> str | None:
    """What changes when the reader's screen must; None for a stranger. One question.

    Whoever is kept away from the dossier on screen is told of nothing but its going; the others
    follow its recusals too.
    """
    seen = judged_by(user).filter(passages=OuterRef("session__passage"))
    ties = Recusal.objects.in_force().filter(dossier__passages=OuterRef("session__passage"))
    tied = ties.order_by().values("dossier").annotate(count=Count("pk")).values("count")
    rows = Sitting.objects.visible_to(user).filter(pk=pk)
    rows = rows.annotate(sees=Exists(seen), ties=Coalesce(Subquery(tied), 0))
    fields = ("state", "session__passage", "session__version", "session__shown", "sees", "ties")
    row = rows.values_list(*fields).first()
    if row is None:
        return None
    state, passage, version, shown, sees, ties_now = row
    if passage and not sees:
        return f"{state}-{shown or 0}-x"
    return f"{state}-{version or 0}-{ties_now}"


def away_from(passage: Passage | None, seats: Iterable[Seat]) -> set[int]:
    """The seats whose person may not hear of this dossier, as things stand; two questions."""
    if passage is None or not passage.dossier.is_filed:
        return set()
    every = list(seats)
    kept = kept_away(passage.dossier, [one.user for one in every])
    return {one.pk for one in every if one.user_id in kept}


def present_seats(sitting: Sitting) -> set[int]:
    rows = Presence.objects.filter(seat__sitting=sitting, left_at=None)
    return set(rows.values_list("seat", flat=True))


def voices_on(session: Session, seats: list[Seat]) -> dict[int, int]:
    """Titular seat → the seat that speaks for it on the dossier on screen, ties being heeded."""
    there = present_seats(session.sitting) - away_from(session.passage, seats)
    return voices(places_of(seats), there)


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
    given_up = Q(grants__decision__passage__dossier__state=DossierState.RENOUNCED)
    rows = sitting.envelopes.annotate(sum_given=Sum("grants__amount", filter=~given_up))
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

    def __init__(self, sitting: Sitting, user: User, page: str = "") -> None:
        self.sitting, self.user, self.asked_page = sitting, user, page
        self.session = Session.objects.filter(sitting=sitting).first() or Session(sitting=sitting)
        self.seats = seats_of(sitting)

    @property
    def rows(self) -> QuerySet[Passage]:
        """The order as this reader may know it."""
        seen = judged_by(self.user).filter(pk=OuterRef("dossier"))
        related = ("dossier__structure__commune", "dossier__project", "decision")
        found = self.sitting.passages.filter(Exists(seen))
        return found.select_related(*related).order_by("rank", "pk")

    @cached_property
    def passage(self) -> Passage | None:
        """The dossier on screen, if this reader may hear of it."""
        if self.session.passage_id is None:
            return None
        rows = self.rows.select_related("dossier__edition")
        return rows.filter(pk=self.session.passage_id).first()

    @cached_property
    def page(self) -> Any:
        """A page of the order: the one asked for, else where the dossier on screen stands."""
        pages = Paginator(self.rows, PER_PAGE)
        return pages.get_page(self.asked_page or self._page_of_now())

    def _page_of_now(self) -> int:
        if self.passage is None:
            return 1
        earlier = Q(rank__lt=self.passage.rank) | Q(rank=self.passage.rank, pk__lt=self.passage.pk)
        return self.rows.filter(earlier).count() // PER_PAGE + 1

    @property
    def is_away(self) -> bool:
        """Whether the reader is kept away from the dossier on screen."""
        return self._is_hidden and not self.is_taken_back

    @cached_property
    def is_taken_back(self) -> bool:
        """Whether the dossier on screen is hidden because its holder took it back, and no tie."""
        if not self._is_hidden:
            return False
        rows = Dossier.objects.filter(passages=self.session.passage_id)
        tied = Recusal.objects.in_force().filter(user=self.user, dossier=OuterRef("pk"))
        return (
            rows.exclude(pk__in=Dossier.objects.filed().values("pk")).exclude(Exists(tied)).exists()
        )

    @property
    def _is_hidden(self) -> bool:
        return self.session.passage_id is not None and self.passage is None

    @property
    def is_live(self) -> bool:
        return self.sitting.state == State.DELIBERATING

    @cached_property
    def turns(self) -> list[Turn]:
        """The dossiers of that page, each with its place in the whole order."""
        here, first = self.session.passage_id, self.page.start_index()
        return [Turn(n, one, one.pk == here) for n, one in enumerate(self.page, first)]

    @cached_property
    def turn(self) -> Turn | None:
        """The dossier on screen as the page shows it."""
        return Turn(0, self.passage, is_open=True) if self.passage else None

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
        """The seats of those who are there and may not hear of the dossier on screen."""
        return away_from(self.passage, self.seats) & self.present

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
    def told(self) -> Told | None:
        """What the readings say of the dossier on screen, as far as this reader may know."""
        if self.passage is None:
            return None
        return told_of([self.passage], self.sitting, self.user, full=True).get(self.passage.pk)

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
    return {key: one for key, one in given_in(sitting).items() if key[0] != but.pk}


def given_in(sitting: Sitting) -> Mapping[tuple[int, int], Decimal]:
    """By passage and envelope, what is given; what a holder gave up is free again."""
    rows = standing_grants().filter(decision__passage__sitting=sitting).order_by()
    told = rows.values_list(F("decision__passage"), "envelope", "amount")
    return {(passage, envelope): amount for passage, envelope, amount in told}


def standing_grants() -> QuerySet:
    """The grants that stand: those of a dossier given up are free again."""
    return Grant.objects.exclude(decision__passage__dossier__state=DossierState.RENOUNCED)


def seen_in(sitting: Sitting, user: User) -> set[str]:
    """The dossiers of the order whose minutes this person may read; those taken back too."""
    hidden = Dossier.objects.filed().exclude(pk__in=judged_by(user).values("pk"))
    rows = sitting.passages.exclude(dossier__in=hidden.values("pk"))
    return {str(pk) for pk in rows.values_list("dossier", flat=True)}
