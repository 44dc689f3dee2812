"""Whose marks a person may know today, and what they add up to.

`told_to` is the one answer to « may I read that reading? »: every screen, count and export asks it.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from passeurs.accounts.models import User
from passeurs.core.access import can
from passeurs.dossiers.enums import FILED
from passeurs.dossiers.models import Dossier, Recusal
from passeurs.organisations.models import TeamMember

from ..enums import SeatRole, Shown, State
from ..marking import (
    Criterion,
    Dot,
    Figures,
    dots,
    figures_of,
    grid_of,
    one_each,
    out_of,
    place_of,
    score_of,
)
from ..models import SITTING_ROLES, Annotation, Mark, Passage, Reading, Seat, Sitting

ALL_TOLD = (State.DELIBERATING, State.ENDED)


def readable(sitting: Sitting, user: User) -> QuerySet[Passage]:
    """The dossiers of the order that this person may judge, in their order."""
    seen = Dossier.objects.judged_by(user).filter(pk=OuterRef("dossier"), state__in=FILED)
    return sitting.passages.filter(Exists(seen)).order_by("rank", "pk")


def counted(sitting: Sitting) -> QuerySet[Reading]:
    """The readings that were given and count: of who still sits, and nothing keeps away."""
    away = Recusal.objects.in_force().filter(
        user=OuterRef("seat__user"), dossier=OuterRef("passage__dossier")
    )
    team = TeamMember.objects.filter(
        user=OuterRef("seat__user"),
        coordination=sitting.edition.coordination_id,
        role__in=SITTING_ROLES,
    )
    rows = Reading.objects.filter(passage__sitting=sitting, given_at__isnull=False)
    return rows.filter(~Exists(away), Exists(team)).exclude(seat__role=SeatRole.OBSERVER)


def told_to(
    user: User, sitting: Sitting, among: Collection[Passage] | None = None
) -> QuerySet[Reading]:
    """The readings that count and that this person may know today, their own among them.

    `among` asks of some dossiers alone.
    """
    passages = readable(sitting, user).order_by()
    if among is not None:
        passages = passages.filter(pk__in=[one.pk for one in among])
    rows = counted(sitting).filter(passage__in=passages.values("pk"))
    mine = Q(seat__user=user)
    return rows if _is_told_all(user, sitting) else rows.filter(mine | _told_early(user, sitting))


def _is_told_all(user: User, sitting: Sitting) -> bool:
    if sitting.state in ALL_TOLD:
        return True
    if can(user, "sitting.keep", sitting) and sitting.do_keepers_see_marks:
        return True
    return sitting.marks_shown == Shown.OPEN and can(user, "reading.read", sitting)


def _told_early(user: User, sitting: Sitting) -> Q:
    if sitting.marks_shown != Shown.AFTER_MINE:
        return Q(pk=None)
    given = Reading.objects.filter(seat__user=user, given_at__isnull=False)
    return Q(passage__in=given.values("passage"))


@dataclass
class Told:
    """What the readings of one dossier say, by the sitting's grid."""

    readings: list[Reading] = field(default_factory=list)
    grid: tuple[Criterion, ...] = ()

    @property
    def lines(self) -> list[tuple[Reading, list[tuple[str, Mark]]]]:
        """Each reading with its marks, in the order of the grid and under their names."""
        return [(one, self._named(marks_by_code(one))) for one in self.readings]

    def _named(self, marks: dict[str, Mark]) -> list[tuple[str, Mark]]:
        return [(one.label, marks[one.code]) for one in self.grid if one.code in marks]

    @property
    def scores(self) -> list[Decimal]:
        """One a voice, from the lowest."""
        rows = [
            (one.seat_id, one.seat.stands_in_for_id, one.score)
            for one in self.readings
            if one.score is not None
        ]
        return sorted(one_each(rows))

    @property
    def figures(self) -> Figures | None:
        return figures_of(self.scores)

    @property
    def out_of(self) -> list[Decimal]:
        return [out_of(one) for one in self.scores]

    @property
    def dots(self) -> list[Dot]:
        return dots(self.scores)

    @property
    def mean_place(self) -> int:
        """Where the mean is drawn on the same line."""
        return place_of(sum(self.scores, Decimal(0)) / len(self.scores))

    @property
    def voices(self) -> int:
        """How many voices gave theirs, a titular and a suppléant being one."""
        return len({one.seat.stands_in_for_id or one.seat_id for one in self.readings})


def told_of(
    passages: Collection[Passage], sitting: Sitting, user: User, *, full: bool = False
) -> dict[int, Told]:
    """By passage, what this person may know of its readings; `full` brings marks and names along.

    One question, two when `full`, whatever the number of dossiers.
    """
    rows = told_to(user, sitting, passages)
    rows = rows.select_related("seat__user" if full else "seat")
    if full:
        rows = rows.prefetch_related("marks")
    found: dict[int, Told] = defaultdict(Told)
    for one in rows.order_by("seat_id"):
        told = found[one.passage_id]
        told.grid = grid_for(sitting)
        told.readings.append(one)
    return found


def marks_of(sitting: Sitting, user: User) -> dict[int, Decimal]:
    """By passage, the mean from 0 to 1 of the readings that this person may know. One question."""
    fields = ("passage", "seat", "seat__stands_in_for", "score")
    rows: dict[int, list[Any]] = defaultdict(list)
    for passage, seat, titular, score in (
        told_to(user, sitting).exclude(score=None).order_by("seat").values_list(*fields)
    ):
        rows[passage].append((seat, titular, score))
    scores = {passage: one_each(given) for passage, given in rows.items()}
    return {passage: sum(one, Decimal(0)) / len(one) for passage, one in scores.items()}


def readers_of(sitting: Sitting) -> int:
    """How many voices read: the titular seats that count."""
    return sitting.seats.filter(stands_in_for=None).exclude(role=SeatRole.OBSERVER).count()


def grid_for(sitting: Sitting) -> tuple[Criterion, ...]:
    return grid_of(sitting.grid)


def reading_of(passage: Passage, user: User) -> Reading | None:
    """One's reading of a dossier, blank the first time (not saved); None without a voice."""
    seat = seat_that_reads(passage.sitting, user)
    if seat is None:
        return None
    found = Reading.objects.filter(passage=passage, seat=seat).prefetch_related("marks").first()
    return found or Reading(passage=passage, seat=seat)


def marks_by_code(reading: Reading) -> dict[str, Mark]:
    return {one.criterion: one for one in reading.marks.all()} if reading.pk else {}


def seat_that_reads(sitting: Sitting, user: User) -> Seat | None:
    """The seat by which this person marks, once invited to it; observers have none."""
    rows = sitting.seats.filter(user=user, invited_at__isnull=False)
    return rows.exclude(role=SeatRole.OBSERVER).first()


def said(reading: Reading) -> dict[str, Any]:
    """Every field of the form as it is kept: « note-projet », « mot-projet », « comment »."""
    found: dict[str, Any] = {"comment": reading.comment}
    for code, mark in marks_by_code(reading).items():
        found |= {f"note-{code}": mark.value, f"mot-{code}": mark.comment}
    return found


@dataclass(frozen=True)
class Advance:
    """How far a reading has come: the criteria marked of all, its score out of 20, if any."""

    marked: int
    count: int
    out_of: Decimal | None


def advance_of(reading: Reading, grid: tuple[Criterion, ...]) -> Advance:
    marks = marks_by_code(reading)
    values = {code: one.value for code, one in marks.items() if one.value is not None}
    score = score_of(grid, values)
    marked = sum(one.code in values for one in grid)
    return Advance(marked, len(grid), None if score is None else out_of(score))


@dataclass(frozen=True)
class Neighbours:
    """Where a dossier stands among those one reads: `number` of `count`, the one on either side."""

    number: int
    count: int
    before: Passage | None
    after: Passage | None


def neighbours(passage: Passage, sitting: Sitting, user: User) -> Neighbours:
    """Three questions, whatever the number of dossiers."""
    rows = readable(sitting, user)
    same = Q(rank=passage.rank)
    earlier = rows.filter(Q(rank__lt=passage.rank) | same & Q(pk__lt=passage.pk))
    later = rows.filter(Q(rank__gt=passage.rank) | same & Q(pk__gt=passage.pk))
    told = rows.aggregate(
        number=Count("pk", filter=Q(pk__in=earlier.order_by().values("pk"))), count=Count("pk")
    )
    return Neighbours(told["number"] + 1, told["count"], earlier.last(), later.first())


TO_READ, BEGUN, GIVEN = "a-lire", "en-cours", "rendues"


@dataclass(frozen=True)
class Shelf:
    """What one has to read: `rows` are passages with `reading_state`, in the order of passage."""

    rows: Any
    tally: dict[str, int]
    chosen: str
    marks: bool
    next: int | None
    """The first that is not given yet, where one goes on."""

    @property
    def left(self) -> int:
        return self.tally["count"] - self.tally["given"]

    @property
    def views(self) -> list[tuple[str, str, int]]:
        """What one may ask to see: its word in the address, its name, how many."""
        begun, given = self.tally["begun"], self.tally["given"]
        return [
            ("", "Tous", self.tally["count"]),
            (TO_READ, "À lire", self.left - begun),
            (BEGUN, "En cours", begun),
            (GIVEN, "Rendues", given),
        ]


def shelf_of(sitting: Sitting, user: User, chosen: str = "") -> Shelf:
    """The dossiers one may read, those of one state alone when asked; counted in one question."""
    mine = Reading.objects.filter(passage=OuterRef("pk"), seat__user=user)
    told = readable(sitting, user).annotate(
        is_given=Exists(mine.filter(given_at__isnull=False)),
        is_begun=Exists(mine.filter(given_at=None, touched_at__isnull=False)),
        my_score=Subquery(mine.values("score")[:1]),
    )
    tally = told.aggregate(
        count=Count("pk"),
        given=Count("pk", filter=Q(is_given=True)),
        begun=Count("pk", filter=Q(is_begun=True)),
    )
    filters = {
        TO_READ: Q(is_given=False, is_begun=False),
        BEGUN: Q(is_begun=True),
        GIVEN: Q(is_given=True),
    }
    related = ("dossier__structure__commune", "dossier__project")
    rows = told.filter(filters[chosen]) if chosen in filters else told
    marks = seat_that_reads(sitting, user) is not None
    left = told.filter(is_given=False).values_list("pk", flat=True).first() if marks else None
    return Shelf(rows.select_related(*related), tally, chosen, marks, left)


def notes_of(passage: Passage, user: User) -> dict[str, str]:
    """One's own notes on a dossier, by field of their form; nobody else's, whoever asks."""
    rows = Annotation.objects.filter(passage=passage, user=user)
    return {f"carnet-{part}": text for part, text in rows.values_list("part", "text")}
