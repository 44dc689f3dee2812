"""Who types for a holder, until when, and what the holder has still to confirm."""

from django.db.models import Exists, OuterRef

from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp

from ..models import FieldChange, TypingSession
from .history import names_for, row_names

ENDED = "La saisie est terminée : ouvrez-en une autre pour continuer d’écrire."


def typing_of(dossier, *, by, at):
    """The session under which this person is writing, held; None for whoever writes for oneself.

    Raises `Refused` when the right to write came from a session that has ended meanwhile.
    """
    session = session_of(dossier, by, at=at)
    if session is None and by is not None and _rests_on_typing(dossier, by):
        raise Refused(nbsp(ENDED))
    return session


def _rests_on_typing(dossier, user):
    """Whether the page was let in by a session alone."""
    if getattr(dossier, "read_by", None) != user.pk or not dossier.typing_until:
        return False
    return not (dossier.held_role or dossier.place_role)


def session_of(dossier, user, *, at):
    """The session in which this person writes here at that instant, or None.

    Without a question where the dossier was found with the person's roles, and there is none.
    The session is held until the end of the transaction: nobody confirms what is being written.
    """
    if user is None:
        return None
    if getattr(dossier, "read_by", None) == user.pk and not dossier.typing_until:
        return None
    mine = TypingSession.objects.in_force(at=at).filter(dossier=dossier, opened_by=user)
    return mine.select_for_update(of=("self",)).select_related("opened_by").first()


def typed_waiting():
    """Whether something typed for its holder waits, in the dossier that a query is about."""
    waiting = FieldChange.objects.filter(typing__dossier=OuterRef("pk"), typing__confirmed_at=None)
    return Exists(waiting)


def open_session(dossier, *, at):
    """The session of anybody that lasts, or None."""
    found = TypingSession.objects.in_force(at=at).filter(dossier=dossier)
    return found.select_related("opened_by").first()


def sessions_of(dossier):
    """Every session of a dossier, the latest first."""
    related = ("opened_by", "closed_by", "confirmed_by", "paper")
    return list(dossier.typing_sessions.select_related(*related))


def to_confirm(dossier):
    """The sessions that the holder has to read again before filing, the earliest first."""
    found = dossier.typing_sessions.to_confirm().select_related("opened_by")
    return list(found.order_by("opened_at", "pk"))


def changes_in(session):
    """What was typed in a session, in the order of its fields, and the words they need."""
    changes = list(session.changes.select_related("by"))
    dossier = session.dossier
    return changes, names_for(dossier, changes), row_names(dossier)


def last_change_of(session):
    """The key of the last thing typed; 0 when nothing was."""
    return session.changes.order_by("-pk").values_list("pk", flat=True).first() or 0
