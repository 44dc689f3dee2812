"""The life of a contact: the only code that sets its state."""

from datetime import datetime

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record

from .enums import State
from .models import Contact

TRANSITIONS: dict[str, tuple[tuple[State, ...], State]] = {
    "answer": ((State.NEW,), State.ANSWERED),
    "close": ((State.NEW, State.ANSWERED), State.CLOSED),
    "reopen": ((State.ANSWERED, State.CLOSED), State.NEW),
}

REFUSALS = {
    "answer": "Cette prise de contact a déjà reçu une réponse, ou elle est close.",
    "close": "Cette prise de contact est déjà close.",
    "reopen": "Cette prise de contact attend déjà une réponse.",
}


def possible(contact: Contact) -> list[str]:
    """The moves that the state of the contact allows, in the order of the table."""
    return [move for move, (sources, _) in TRANSITIONS.items() if contact.state in sources]


def move(contact: Contact, name: str, *, by: User | None, at: datetime) -> None:
    """Change the state in one conditional UPDATE and journal it; Refused when it is too late."""
    sources, target = TRANSITIONS[name]
    changes = {"state": target, **_answer(name, by=by, at=at)}
    rows = Contact.objects.filter(pk=contact.pk, state__in=sources)
    if not rows.update(**changes):
        raise Refused(REFUSALS[name])
    contact.refresh_from_db(fields=list(changes))
    record(f"contact.{name}", by=by, at=at, obj=contact, scope=contact.coordination.slug)


def _answer(name: str, *, by: User | None, at: datetime) -> dict[str, object]:
    if name == "answer":
        return {"answered_at": at, "answered_by": by}
    return {"answered_at": None, "answered_by": None} if name == "reopen" else {}
