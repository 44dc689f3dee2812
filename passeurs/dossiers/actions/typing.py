"""Typing for the holder: opened on a consent, ended, told, and confirmed by the holder alone."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.documents.actions import store_upload
from passeurs.documents.rules import Allowed
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

from ..models import Dossier, TypingSession
from ..queries.people import people_to_tell
from ..queries.typing import last_change_of, to_confirm
from ..workflow import NOT_EDITABLE

PAPER = Allowed(("pdf", "jpeg", "png", "webp"))
LONGEST = timedelta(hours=24)
ALREADY = "Une saisie est déjà ouverte sur ce dossier : attendez sa fin, ou terminez-la d’abord."
ENDED = "Cette saisie est déjà terminée."
NOTHING_TYPED = "Rien n’attend votre confirmation."
MOVED_ON = (
    "La coordination a encore écrit pendant que vous relisiez : relisez la liste, elle est à jour."
)

type Telling = Callable[[TypingSession], Sequence[str]]
"""What was typed in a session, a line for each field, in the words of its screen."""


def open_typing(  # noqa: PLR0913 - whose consent, how, when, and until when
    dossier: Dossier,
    *,
    typed_for: str,
    consent: str,
    consented_on: date,
    words: str,
    upload: Any = None,
    ends_at: datetime,
    by: Any,
    at: datetime,
    telling: Telling,
) -> TypingSession:
    """Record the holder's consent; until `ends_at` that agent writes in the holder's stead.

    The paper, if any, is checked and stored first. A session whose time was over is closed and
    told. Raises `Refused` when the dossier cannot be written, when a session lasts already, or for
    a paper that is not what it says.
    """
    _refuse_unless_open(dossier, at=at)
    scope = dossier.edition.coordination.slug
    paper = store_upload(upload, allowed=PAPER, by=by, at=at, scope=scope) if upload else None
    for lapsed in TypingSession.objects.lapsed(at=at).filter(dossier=dossier):
        close_typing(lapsed, by=None, at=at, telling=telling)
    try:
        with transaction.atomic():
            session = TypingSession.objects.create(
                dossier=dossier,
                typed_for=typed_for,
                consent=consent,
                consented_on=consented_on,
                words=words,
                paper=paper,
                opened_by=by,
                opened_at=at,
                ends_at=min(ends_at, at + LONGEST),
            )
            data = {"typing": session.pk, "consent": consent, "until": session.ends_at.isoformat()}
            _record("dossier.typing_opened", session, by=by, at=at, **data)
    except IntegrityError as error:
        raise Refused(nbsp(ALREADY)) from error
    return session


@transaction.atomic
def close_typing(session: TypingSession, *, by: Any, at: datetime, telling: Telling) -> None:
    """End it, and tell the holder's people what was typed, once; nothing typed, nothing told.

    `by` is None when its time was over. Raises `Refused` when it has ended already.
    """
    if not _close(session, by=by, at=at):
        raise Refused(ENDED)
    _tell(session, telling(session), at=at)


def close_lapsed(*, at: datetime, telling: Telling) -> int:
    """Close the sessions whose time is over, each in its own transaction; how many."""
    lapsed = list(TypingSession.objects.lapsed(at=at).select_related("dossier__edition"))
    return sum(_close_lapsed(session, at=at, telling=telling) for session in lapsed)


@transaction.atomic
def _close_lapsed(session: TypingSession, *, at: datetime, telling: Telling) -> bool:
    if not _close(session, by=None, at=at):
        return False
    _tell(session, telling(session), at=at)
    return True


@transaction.atomic
def confirm_typed(dossier: Dossier, *, seen: int, by: Any, at: datetime) -> int:
    """The holder has read what was typed for it: every session that waits is confirmed.

    `seen` is the key of the last change that the page showed. A session that still lasts ends with
    it. Raises `Refused` when more was typed since, and when nothing waits. How many.
    """
    held = TypingSession.objects.select_for_update().filter(dossier=dossier)
    waiting = [one for one in held if one.confirmed_at is None and last_change_of(one)]
    if not waiting:
        raise Refused(NOTHING_TYPED)
    if any(last_change_of(one) > seen for one in waiting):
        raise Refused(nbsp(MOVED_ON))
    for one in waiting:
        _close(one, by=by, at=at)
    keys = [one.pk for one in waiting]
    TypingSession.objects.filter(pk__in=keys).update(confirmed_at=at, confirmed_by=by)
    _record("dossier.typing_confirmed", waiting[0], by=by, at=at, sessions=keys)
    return len(waiting)


def refuse_unless_confirmed(dossier: Dossier) -> None:
    """Filing waits for the holder's word on what was typed. Raises `Refused` with what to do."""
    if waiting := to_confirm(dossier):
        names = ", ".join(dict.fromkeys(one.typed_for for one in waiting))
        raise Refused(
            nbsp(
                f"La coordination a saisi des informations pour {names} : relisez-les et "
                "confirmez-les avant de déposer."
            )
        )


def _refuse_unless_open(dossier: Dossier, *, at: datetime) -> None:
    if not dossier.is_editable or dossier.edition.is_closed(at=at):
        raise Refused(NOT_EDITABLE)


def _close(session: TypingSession, *, by: Any, at: datetime) -> bool:
    """One conditional update: of two clicks one ends it."""
    mine = TypingSession.objects.filter(pk=session.pk, closed_at=None)
    if not mine.update(closed_at=at, closed_by=by):
        return False
    session.closed_at, session.closed_by = at, by
    data = {"typing": session.pk, "changes": session.changes.count()}
    _record("dossier.typing_closed", session, by=by, at=at, **data)
    return True


def _tell(session: TypingSession, lines: Sequence[str], *, at: datetime) -> None:
    if not lines:
        return
    dossier = session.dossier
    holders, _ = people_to_tell(dossier)
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "session": session,
        "lines": lines,
    }
    key = f"dossier.typed:{session.pk}"
    notify(holders, "dossiers/emails/typed", context, key=key, at=at)


def _record(verb: str, session: TypingSession, *, by: Any, at: datetime, **data: Any) -> None:
    scope = session.dossier.edition.coordination.slug
    record(verb, by=by, at=at, obj=session.dossier, data=data, scope=scope)
