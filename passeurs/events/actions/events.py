"""Preparing an event, opening it, closing it, cancelling it, saying that it was held."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import plural
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment
from passeurs.organisations.models import Coordination

from ..enums import Place
from ..models import Event
from ..workflow import move
from .holding import hold, promote, telling

CALENDAR = "events.calendar"
WHERE_AND_WHEN = {"starts_at", "ends_at", "place", "commune", "video_link"}
OVER = "Cette rencontre a eu lieu, ou est annulée\u00a0: elle ne change plus."
NOT_YET = "Elle n’a pas encore commencé\u00a0: attendez le jour même."
PAST = "Elle est déjà passée\u00a0: changez d’abord sa date."


@transaction.atomic
def create_event(
    coordination: Coordination, facts: Mapping[str, Any], *, by: User, at: datetime
) -> Event:
    """Prepare an event: a draft that nobody else reads yet. Journaled."""
    made = Event.objects.create(coordination=coordination, **facts, created_by=by, created_at=at)
    record("event.created", by=by, at=at, obj=made, scope=coordination.slug)
    return made


@transaction.atomic
def change_event(event: Event, facts: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change it; who comes or waits is told of another date or place, calendar joined, once.

    More places are given at once to who waits. Journaled when something changed. Raises
    `Refused` for fewer places than are taken, and once it was held or cancelled.
    """
    held = hold(event)
    if held.is_over:
        raise Refused(OVER)
    changed = sorted(name for name, value in facts.items() if getattr(held, name) != value)
    if not changed:
        return
    _refuse_too_few(held, facts)
    for name in changed:
        setattr(held, name, facts[name])
    has_moved = bool(WHERE_AND_WHEN & set(changed))
    held.sequence += has_moved
    held.save(update_fields=[*changed, "sequence"])
    scope = held.coordination.slug
    record("event.changed", by=by, at=at, obj=held, data={"fields": changed}, scope=scope)
    if has_moved:
        _tell_all(held, "moved", key=f"event.moved:{held.pk}:{held.sequence}", at=at)
    promote(held, by=by, at=at)


@transaction.atomic
def move_event(event: Event, name: str, *, by: User, at: datetime) -> None:
    """Take it to another state (`workflow.TRANSITIONS`). Journaled.

    Cancelling tells everybody who comes or waits, once. Raises `Refused` when somebody moved it
    before, to open what is past, and to say held what has not begun.
    """
    held = hold(event)
    if name == "hold" and at < held.starts_at:
        raise Refused(NOT_YET)
    if name == "open" and at >= held.ends_at:
        raise Refused(PAST)
    move(held, name, by=by, at=at)
    event.state = held.state
    if name == "cancel":
        held.sequence += 1
        held.save(update_fields=["sequence"])
        _tell_all(held, "cancelled", key=f"event.cancelled:{held.pk}", at=at)


def _refuse_too_few(held: Event, facts: Mapping[str, Any]) -> None:
    if facts.get("capacity", held.capacity) < held.taken:
        taken = plural(held.taken, "place est prise", "places sont prises")
        raise Refused(f"{taken}\u00a0: vous ne pouvez pas en offrir moins.")


def _tell_all(event: Event, name: str, *, key: str, at: datetime) -> None:
    standing = event.registrations.filter(state__in=[Place.REGISTERED, Place.WAITING])
    people = [one.user for one in standing.select_related("user")]
    joined = [Attachment(CALENDAR, [str(event.pk)])]
    notify(people, f"events/emails/{name}", telling(event), key=key, at=at, attachments=joined)
