"""Votes on the dossier on screen: one voice for each titular seat, by who speaks for it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused

from ..enums import Choice, SeatRole
from ..models import Ballot, Passage, Seat, Session, Voice
from ..queries.session import voices_on
from ..queries.sittings import seats_of
from ..rules import outcome_of
from .holding import BALLOT_OPEN, has_open_ballot, hold_open, hold_session, tell
from .sittings import journal

NOT_COUNTED = "Cette séance ne compte pas les voix."
NO_BALLOT = "Ce vote est clos\u00a0: votre voix n’y est plus comptée."
NO_VOICE = "Vous n’avez pas de voix dans ce vote\u00a0: il faut être présent, et siéger."
VOTED = "Cette voix s’est déjà exprimée."
COUNTS = {Choice.FOR: "in_favour", Choice.AGAINST: "against", Choice.ABSTAINS: "abstained"}


@transaction.atomic
def open_ballot(passage: Passage, *, by: User, at: datetime) -> Ballot:
    """Ask the voices, secretly or not as the session says. Journaled."""
    session = hold_session(passage.sitting)
    found = hold_open(session, passage, by=by)
    if not session.counts_votes:
        raise Refused(NOT_COUNTED)
    if has_open_ballot(found.pk):
        raise Refused(BALLOT_OPEN)
    made = Ballot.objects.create(
        passage=found,
        is_secret=session.is_secret,
        has_casting_voice=session.has_casting_voice and not session.is_secret,
        opened_by=by,
        opened_at=at,
    )
    tell(session)
    _note(session, "ballot_opened", found, by=by, at=at)
    return made


@transaction.atomic
def cast(passage: Passage, choice: str, *, by: User, at: datetime) -> None:
    """Give the voice that one holds; it is not taken back. A secret one is counted, not kept.

    Raises `Refused` once the vote is closed, without a voice, or when it was given already.
    """
    session = hold_session(passage.sitting)
    found = hold_open(session, passage, by=by)
    ballot = Ballot.objects.filter(passage=found, closed_at=None).first()
    if ballot is None:
        raise Refused(NO_BALLOT)
    titular, seat = _voice_of(session, by)
    said = "" if ballot.is_secret else choice
    try:
        with transaction.atomic():
            Voice.objects.create(ballot=ballot, titular_id=titular, seat_id=seat, choice=said)
    except IntegrityError:
        raise Refused(VOTED) from None
    count = COUNTS[Choice(choice)]
    Ballot.objects.filter(pk=ballot.pk).update(**{count: F(count) + 1})
    tell(session)
    _note(session, "voted", found, by=by, at=at)


@transaction.atomic
def close_ballot(passage: Passage, *, by: User, at: datetime) -> None:
    """End the vote and say what it gives; a tie goes to the president's voice, where it casts."""
    session = hold_session(passage.sitting)
    found = hold_open(session, passage, by=by)
    ballot = Ballot.objects.filter(passage=found, closed_at=None).first()
    if ballot is None:
        raise Refused(NO_BALLOT)
    outcome, is_cast = outcome_of(ballot.in_favour, ballot.against, _casting(ballot))
    rows = Ballot.objects.filter(pk=ballot.pk, closed_at=None)
    rows.update(closed_at=at, outcome=outcome, is_cast=is_cast)
    tell(session)
    _note(session, "ballot_closed", found, by=by, at=at)


def _voice_of(session: Session, user: User) -> tuple[int, int]:
    """The titular seat the person speaks for, and their own."""
    seats = seats_of(session.sitting)
    speaking = voices_on(session, seats)
    mine = {one.pk for one in seats if one.user_id == user.pk and one.invited_at}
    found = next(((titular, seat) for titular, seat in speaking.items() if seat in mine), None)
    if found is None:
        raise Refused(NO_VOICE)
    return found


def _casting(ballot: Ballot) -> str:
    if not ballot.has_casting_voice:
        return ""
    head = Seat.objects.filter(role=SeatRole.PRESIDENT, stands_in_for=None)
    voice = ballot.voices.filter(titular__in=head.values("pk")).first()
    return voice.choice if voice else ""


def _note(session: Session, deed: str, passage: Passage, *, by: User, at: datetime) -> None:
    data = {"dossier": str(passage.dossier_id)}
    journal(deed, session.sitting, by=by, at=at, data=data)
