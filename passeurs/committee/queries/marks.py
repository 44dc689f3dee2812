"""The readings of a sitting for who prepares it: each dossier's figures, each reader's progress."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from passeurs.accounts.models import User
from passeurs.dossiers.models import Dossier, Recusal

from ..enums import SeatRole
from ..marking import Figures
from ..models import Passage, Seat, Sitting
from .reading import Told, counted, readers_of, told_of


@dataclass(frozen=True)
class MarkedRow:
    """A dossier, how many voices read it of those expected, and what one may know of it."""

    number: int
    passage: Passage
    given: int
    expected: int
    told: Told | None
    is_to_discuss: bool

    @property
    def figures(self) -> Figures | None:
        return self.told.figures if self.told else None


def marks_told(passages: Any, sitting: Sitting, user: User) -> list[MarkedRow]:
    """Six questions, whatever the number of dossiers. The number is the place in the order."""
    rows = list(passages.select_related("dossier__structure__commune", "dossier__project"))
    told, given = told_of(rows, sitting, user, full=True), _given(rows, sitting)
    first = _first_number(rows, passages)
    expected = readers_of(sitting)
    found = []
    for number, one in enumerate(rows, first):
        known = told.get(one.pk)
        figures = known.figures if known else None
        apart = bool(figures and figures.is_to_discuss(sitting.discuss_from))
        found.append(MarkedRow(number, one, given.get(one.pk, 0), expected, known, apart))
    return found


def _first_number(rows: list[Passage], passages: Any) -> int:
    """Where a page begins, counted from one."""
    return (passages.query.low_mark if rows else 0) + 1


def _given(passages: Iterable[Passage], sitting: Sitting) -> dict[int, int]:
    """By passage, how many voices gave a reading; who is kept away is not among them."""
    rows = counted(sitting).filter(passage__in=[one.pk for one in passages])
    voices: dict[int, set[int]] = {}
    for passage, seat, titular in rows.values_list("passage", "seat", "seat__stands_in_for"):
        voices.setdefault(passage, set()).add(titular or seat)
    return {passage: len(found) for passage, found in voices.items()}


@dataclass(frozen=True)
class Progress:
    """A seat that reads: how many it gave, of how many it has to."""

    seat: Seat
    given: int
    expected: int

    @property
    def left(self) -> int:
        return max(0, self.expected - self.given)


def progress_of(sitting: Sitting) -> list[Progress]:
    """Each seat that marks, by name, with what it has left; three questions.

    Those whom something keeps away from a dossier have it neither to read nor to give.
    """
    standing = sitting.passages.filter(dossier__in=Dossier.objects.filed().values("pk"))
    count = standing.count()
    away = Recusal.objects.in_force().filter(dossier__in=standing.values("dossier"))
    kept = dict(
        away.values("user")
        .annotate(many=Count("dossier", distinct=True))
        .values_list("user", "many")
    )
    given = Q(readings__in=counted(sitting).values("pk"))
    seats = sitting.seats.exclude(role=SeatRole.OBSERVER).select_related("user")
    told = seats.annotate(given=Count("readings", filter=given)).order_by("user__last_name", "pk")
    return [Progress(one, one.given, count - kept.get(one.user_id, 0)) for one in told]
