"""One event kept from other writers, and its waiting list moved on."""

from datetime import datetime
from typing import Any

from django.db.models import F

from passeurs.accounts.models import User
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment

from ..enums import Place, State
from ..models import Event, Registration
from ..rules import promoted
from ..workflow import place

CALENDAR = "events.calendar"


def hold(event: Event) -> Event:
    """The event read anew and kept from other writers until the transaction ends."""
    related = Event.objects.select_related("coordination", "commune")
    return related.select_for_update(of=("self",)).get(pk=event.pk)


def take(event: Event, size: int) -> bool:
    """Take places, in one conditional UPDATE; False, nothing taken, when they do not fit."""
    rows = Event.objects.filter(pk=event.pk, taken__lte=F("capacity") - size)
    return bool(rows.update(taken=F("taken") + size))


def give_back(event: Event, size: int) -> None:
    Event.objects.filter(pk=event.pk).update(taken=F("taken") - size)


def promote(event: Event, *, by: User | None, at: datetime) -> list[Registration]:
    """Give the free places to who waits, in their order, a group that fits before one that does
    not; each is told once. Journaled. Nothing once the event has begun, or is not to be.
    """
    event.refresh_from_db(fields=["taken", "capacity"])
    if event.state not in {State.OPEN, State.CLOSED} or at >= event.starts_at:
        return []
    waiting = {one.pk: one for one in waiting_list(event)}
    sizes = [(key, one.size) for key, one in waiting.items()]
    chosen = [waiting[key] for key in promoted(event.room, sizes)]
    for one in chosen:
        _promote(event, one, by=by, at=at)
    return chosen


def waiting_list(event: Event) -> list[Registration]:
    rows = event.registrations.filter(state=Place.WAITING).select_related("user", "structure")
    return list(rows.order_by("asked_at", "pk"))


def tell(registration: Registration, event: Event, name: str, *, at: datetime) -> None:
    """Write to who registered, once for each turn; the calendar joined where they have a place."""
    has_place = registration.state == Place.REGISTERED
    notify(
        [registration.user],
        f"events/emails/{name}",
        telling(event) | {"registration": registration},
        key=f"event.{name}:{registration.pk}:{registration.turn}",
        at=at,
        attachments=[Attachment(CALENDAR, [str(event.pk)])] if has_place else [],
    )


def telling(event: Event) -> dict[str, Any]:
    """What every message about an event is written from."""
    return {"event": event, "coordination": event.coordination}


def note(
    deed: str, registration: Registration, event: Event, *, by: User | None, at: datetime
) -> None:
    """The journal names the line, never the person's needs."""
    data = {"registration": registration.pk}
    record(f"event.{deed}", by=by, at=at, obj=event, data=data, scope=event.coordination.slug)


def _promote(event: Event, one: Registration, *, by: User | None, at: datetime) -> None:
    if not take(event, one.size):
        return
    place(one, "promote")
    tell(one, event, "promoted", at=at)
    note("promoted", one, event, by=by, at=at)
