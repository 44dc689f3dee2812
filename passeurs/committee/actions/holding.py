"""Holding the sitting: its settings, who is there, the dossier on screen, the remarks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused

from ..enums import State
from ..models import Ballot, Passage, Presence, Remark, Seat, Session, Sitting
from ..queries.session import judged_by
from .leaving import note_leaving
from .sittings import hold, journal

NOT_HELD = "La séance ne délibère pas\u00a0: rien ne s’y décide."
NOT_HERE = "Ce dossier n’est plus à l’écran\u00a0: voici où en est la séance."
WITHDRAWN = "Son porteur a retiré ce dossier\u00a0: il ne se discute plus."
BALLOT_OPEN = "Un vote est ouvert\u00a0: closez-le d’abord."
NO_SEAT = "Ce siège n’est plus de la séance."


def hold_session(sitting: Sitting) -> Session:
    """The session kept from other writers, for as long as the transaction lasts.

    Raises `Refused` when the sitting does not deliberate.
    """
    held = hold(sitting)
    if held.state != State.DELIBERATING:
        raise Refused(NOT_HELD)
    session, _ = Session.objects.get_or_create(sitting=held)
    return session


def tell(session: Session, **changed: Any) -> None:
    """Every screen that follows reads itself again."""
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1, **changed)


def hold_open(session: Session, passage: Passage, *, by: User) -> Passage:
    """The dossier on screen, read anew. Raises `Refused` when it is not, or was taken back."""
    rows = Passage.objects.select_related("dossier__project", "dossier__structure__commune")
    found = rows.filter(pk=passage.pk, dossier__in=judged_by(by).values("pk")).first()
    if session.passage_id != passage.pk or found is None:
        raise Refused(NOT_HERE)
    if not found.dossier.is_filed:
        raise Refused(WITHDRAWN)
    return found


def has_open_ballot(passage: int | None) -> bool:
    return Ballot.objects.filter(passage=passage, closed_at=None).exists()


@transaction.atomic
def set_session(sitting: Sitting, facts: Mapping[str, bool], *, by: User, at: datetime) -> None:
    """Say whether voices are counted, and how. Journaled. Raises `Refused` during a vote."""
    session = hold_session(sitting)
    if has_open_ballot(session.passage_id):
        raise Refused(BALLOT_OPEN)
    tell(session, **facts)
    journal("set", session.sitting, by=by, at=at, data=dict(facts))


@transaction.atomic
def show(passage: Passage, *, by: User, at: datetime) -> None:
    """Put a dossier on every screen; those kept away from it leave, and it is noted. Journaled.

    Raises `Refused` while a vote is open, or when the dossier was taken back.
    """
    session = hold_session(passage.sitting)
    if session.passage_id != passage.pk and has_open_ballot(session.passage_id):
        raise Refused(BALLOT_OPEN)
    if not passage.dossier.is_filed:
        raise Refused(WITHDRAWN)
    note_leaving(session, at=at)
    session.passage = passage
    tell(session, passage=passage, shown=F("shown") + 1)
    note_leaving(session, at=at)
    journal("shown", session.sitting, by=by, at=at, data={"dossier": str(passage.dossier_id)})


@transaction.atomic
def mark(seat: Seat, *, is_here: bool, by: User, at: datetime) -> None:
    """Note that somebody came, or left. Journaled; nothing happens when it was already so."""
    session = hold_session(seat.sitting)
    if not Seat.objects.filter(pk=seat.pk).exists():
        raise Refused(NO_SEAT)
    if not (_come(seat, at=at) if is_here else _go(seat, at=at)):
        return
    note_leaving(session, at=at)
    tell(session)
    deed = "came" if is_here else "left"
    journal(deed, session.sitting, by=by, at=at, data={"user": seat.user_id})


@transaction.atomic
def remark(passage: Passage, text: str, *, by: User, at: datetime) -> None:
    """Add a remark for the minutes. Journaled."""
    session = hold_session(passage.sitting)
    found = hold_open(session, passage, by=by)
    Remark.objects.create(passage=found, text=text, by=by, at=at)
    tell(session)
    journal("remarked", session.sitting, by=by, at=at, data={"dossier": str(found.dossier_id)})


def _come(seat: Seat, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            Presence.objects.create(seat=seat, came_at=at)
    except IntegrityError:
        return False
    return True


def _go(seat: Seat, *, at: datetime) -> bool:
    rows = Presence.objects.filter(seat=seat, left_at=None)
    return bool(rows.update(left_at=at))
