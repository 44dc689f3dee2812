"""The life of an event: the only code that sets its state, and that of a registration."""

from datetime import datetime
from typing import Any

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record

from .enums import Place, State
from .models import Event, Registration

TRANSITIONS: dict[str, tuple[tuple[State, ...], State]] = {
    "open": ((State.DRAFT, State.CLOSED), State.OPEN),
    "close": ((State.OPEN,), State.CLOSED),
    "hold": ((State.OPEN, State.CLOSED), State.HELD),
    "cancel": ((State.DRAFT, State.OPEN, State.CLOSED), State.CANCELLED),
}
PLACES: dict[str, tuple[tuple[Place, ...], Place]] = {
    "promote": ((Place.WAITING,), Place.REGISTERED),
    "give_up": ((Place.REGISTERED, Place.WAITING), Place.CANCELLED),
    "came": ((Place.REGISTERED, Place.ABSENT), Place.CAME),
    "absent": ((Place.REGISTERED, Place.CAME), Place.ABSENT),
    "unmark": ((Place.CAME, Place.ABSENT), Place.REGISTERED),
}

LATE = "Cette rencontre a changé d’état entre-temps\u00a0: voici où elle en est."
MOVED = "Cette inscription a changé entre-temps\u00a0: voici où elle en est."


def possible(event: Event) -> list[str]:
    """The moves that the state of the event allows, in the order of the table."""
    return [name for name, (sources, _) in TRANSITIONS.items() if event.state in sources]


def move(event: Event, name: str, *, by: User, at: datetime) -> None:
    """Change the state in one conditional UPDATE and journal it; Refused when it is too late."""
    sources, target = TRANSITIONS[name]
    if not Event.objects.filter(pk=event.pk, state__in=sources).update(state=target):
        raise Refused(LATE)
    event.state = target
    record(f"event.{name}", by=by, at=at, obj=event, scope=event.coordination.slug)


def place(registration: Registration, name: str, **changed: Any) -> None:
    """The same for a registration, other columns written with it; the caller journals."""
    sources, target = PLACES[name]
    rows = Registration.objects.filter(pk=registration.pk, state__in=sources)
    if not rows.update(state=target, **changed):
        raise Refused(MOVED)
    registration.state = target
