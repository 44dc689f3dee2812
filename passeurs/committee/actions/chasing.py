"""Writing again to whoever has dossiers left to read."""

from datetime import datetime, timedelta

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.reminding import PAUSE, Step, steps_before
from passeurs.notifications.actions import notify

from ..enums import State
from ..models import Chase, Seat, Sitting
from ..queries.marks import Progress, progress_of
from .sittings import hold, journal

BEFORE = (7, 2)
"""Days before the last morning of the reading; then the morning after its end."""
BY_HAND = "main"
NOT_READING = "La lecture n’est pas ouverte\u00a0: il n’y a personne à relancer."
ALL_READ = "Tout le monde a rendu ses lectures, ou a été relancé dans la journée."


def chase_readers(*, at: datetime) -> int:
    """Write to every reader whose morning has come, in every sitting; how many. Once by step."""
    found = Sitting.objects.filter(state=State.READING, reading_until__isnull=False)
    return sum(_chase_now(one, at=at) for one in found.select_related("edition__coordination"))


@transaction.atomic
def chase_by_hand(sitting: Sitting, *, by: User, at: datetime) -> int:
    """Write to all who have dossiers left, save those written to within a day. Journaled.

    Raises `Refused` when the reading is not open, or nobody is left to write to.
    """
    held = hold(sitting)
    if held.state != State.READING:
        raise Refused(NOT_READING)
    late = [one for one in _late(held) if not _was_chased(one.seat, at=at)]
    if not late:
        raise Refused(ALL_READ)
    for one in late:
        Chase.objects.create(seat=one.seat, step=BY_HAND, due_at=at, sent_at=at)
        _write(held, one, f"{BY_HAND}:{at:%Y%m%dT%H%M%S}", at=at)
    journal("chased", held, by=by, at=at, data={"people": len(late)})
    return len(late)


def step_now(sitting: Sitting, *, at: datetime) -> Step | None:
    """The reminder of this morning; one missed for more than a day is not sent any more."""
    until, zone = sitting.reading_until, sitting.edition.timezone
    if until is None:
        return None
    steps = steps_before(until, zone, BEFORE)
    after = steps_before(until + timedelta(days=1), zone, (0,))[0]
    steps.append(Step(-1, after.at))
    come = [one for one in steps if one.at <= at < one.at + PAUSE]
    return come[-1] if come else None


@transaction.atomic
def _chase_now(sitting: Sitting, *, at: datetime) -> int:
    held = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    step = step_now(sitting, at=at)
    if step is None or held.state != State.READING:
        return 0
    return sum(_chase_once(sitting, one, step, at=at) for one in _late(sitting))


def _chase_once(sitting: Sitting, late: Progress, step: Step, *, at: datetime) -> bool:
    due = {"seat": late.seat, "step": step.code, "due_at": sitting.reading_until}
    _, is_new = Chase.objects.get_or_create(**due, defaults={"sent_at": at})
    if is_new:
        _write(sitting, late, f"{step.code}:{sitting.reading_until:%Y%m%dT%H%M%S}", at=at)
    return is_new


def _late(sitting: Sitting) -> list[Progress]:
    return [one for one in progress_of(sitting) if one.left and one.seat.invited_at]


def _was_chased(seat: Seat, *, at: datetime) -> bool:
    return Chase.objects.filter(seat=seat, sent_at__gt=at - PAUSE).exists()


def _write(sitting: Sitting, late: Progress, step: str, *, at: datetime) -> None:
    """How many are left, and no title: the message may be read by others."""
    until = sitting.reading_until
    notify(
        [late.seat.user],
        "committee/emails/chase",
        {
            "sitting": sitting,
            "edition": sitting.edition,
            "left": late.left,
            "is_over": bool(until and until < at),
        },
        key=f"reading.chase:{late.seat.pk}:{step}",
        at=at,
    )
