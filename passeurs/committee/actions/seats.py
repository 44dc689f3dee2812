"""Giving seats, inviting who sits, and their answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.recusals import find_in
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment

from ..enums import Answer, SeatRole
from ..models import Seat, Sitting, Voice
from ..queries.sittings import people_to_seat, titulars_of
from .sittings import CALENDAR, hold, journal, passing

PAUSE = timedelta(days=1)
TAKEN = "Cette personne vient de recevoir un siège, ou n’est plus de l’équipe."
NOT_TITULAR = "Choisissez un siège titulaire de la séance\u00a0: il a peut-être été retiré."
NO_OBSERVER = "Un suppléant remplace quelqu’un qui compte\u00a0: il ne peut pas observer."
HAS_SUPPLEANT = "Ce siège a un suppléant\u00a0: retirez-le d’abord."
HAS_SERVED = (
    "{name} a déjà lu, siégé ou voté : son siège reste au procès-verbal. Notez son départ, ou "
    "retirez-lui sa place dans l’équipe : plus rien ne lui sera montré."
)
JUST_SENT = "Cette personne a reçu l’invitation il y a moins d’un jour\u00a0: laissez-lui du temps."
NOBODY = "Tout le monde a déjà reçu son invitation."
GONE = "Ce siège vient d’être retiré."


@transaction.atomic
def give_seat(  # noqa: PLR0913 - a seat is said in four words
    sitting: Sitting,
    user: User,
    *,
    body: str,
    role: str,
    stands_in_for: Seat | None,
    by: User,
    at: datetime,
) -> Seat:
    """Seat somebody of the team; they are invited apart. Journaled.

    Raises `Refused` for somebody of no team or seated already, a suppléant who would observe or
    stand in for another suppléant, and once the sitting has ended.
    """
    held = hold(sitting)
    if not people_to_seat(held).filter(pk=user.pk).exists():
        raise Refused(TAKEN)
    if stands_in_for and not titulars_of(held).filter(pk=stands_in_for.pk).exists():
        raise Refused(NOT_TITULAR)
    if stands_in_for and role == SeatRole.OBSERVER:
        raise Refused(NO_OBSERVER)
    facts = {"body": body, "role": role, "stands_in_for": stands_in_for}
    seat = Seat.objects.create(sitting=held, user=user, **facts)
    find_in(passing(held), at=at)
    journal("seated", held, by=by, at=at, data={"user": user.pk, "role": role})
    return seat


@transaction.atomic
def take_seat(seat: Seat, *, by: User, at: datetime) -> None:
    """Take a seat back: the person sees nothing of the sitting any more, and is told. Journaled.

    Raises `Refused` while it has a suppléant, once the person read, came or voted (their line is
    in the minutes), and once the sitting has ended.
    """
    held = hold(seat.sitting)
    found = _held_seat(held, seat)
    if found.suppleants.exists():
        raise Refused(HAS_SUPPLEANT)
    if _has_served(found):
        raise Refused(HAS_SERVED.format(name=found.name))
    if found.invited_at:
        context = {"sitting": held, "edition": held.edition, "by": by}
        key = f"sitting.unseated:{found.pk}"
        notify([found.user], "committee/emails/unseated", context, key=key, at=at)
    journal("unseated", held, by=by, at=at, data={"user": found.user_id})
    found.delete()


@transaction.atomic
def invite_everyone(sitting: Sitting, *, by: User, at: datetime) -> int:
    """Invite those who were not yet; how many. Raises `Refused` when nobody is left to invite."""
    held = hold(sitting)
    waiting = list(held.seats.filter(invited_at=None).select_related("user"))
    if not waiting:
        raise Refused(NOBODY)
    for seat in waiting:
        _invite(held, seat, by=by, at=at)
    return len(waiting)


@transaction.atomic
def invite_again(seat: Seat, *, by: User, at: datetime) -> None:
    """Send one invitation, anew if need be. Raises `Refused` within a day of the last one."""
    held = hold(seat.sitting)
    found = _held_seat(held, seat)
    if found.invited_at and found.invited_at > at - PAUSE:
        raise Refused(JUST_SENT)
    _invite(held, found, by=by, at=at)


@transaction.atomic
def answer_invitation(sitting: Sitting, answer: Answer, *, by: User, at: datetime) -> None:
    """Say that one comes, or not; one may change one's mind until the sitting ends. Journaled.

    Raises `Refused` to somebody without a seat, or once the sitting has ended.
    """
    held = hold(sitting)
    mine = held.seats.filter(user=by, invited_at__isnull=False)
    if not mine.update(answer=answer, answered_at=at):
        raise Refused(GONE)
    journal("answered", held, by=by, at=at, data={"answer": answer})


def _has_served(seat: Seat) -> bool:
    spoken = Voice.objects.filter(Q(seat=seat) | Q(titular=seat))
    return seat.presences.exists() or seat.readings.exists() or spoken.exists()


def _held_seat(held: Sitting, seat: Seat) -> Seat:
    found = held.seats.select_related("user", "stands_in_for__user").filter(pk=seat.pk).first()
    if found is None:
        raise Refused(GONE)
    return found


def _invite(held: Sitting, seat: Seat, *, by: User, at: datetime) -> None:
    seat.invited_at = at
    seat.save(update_fields=["invited_at"])
    notify(
        [seat.user],
        "committee/emails/invitation",
        {"sitting": held, "edition": held.edition, "seat": seat, "by": by},
        key=f"sitting.invited:{seat.pk}:{at.isoformat()}",
        at=at,
        attachments=[Attachment(CALENDAR, [str(held.pk)])],
    )
    journal("invited", held, by=by, at=at, data={"user": seat.user_id})
