"""What happens by itself: reminders, and needs forgotten after the event."""

from datetime import datetime

from django.db import transaction

from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment

from ..enums import Place
from ..models import Event, Registration
from ..queries.following import events_to_forget, events_to_remind
from ..rules import Step, reminder_due
from .holding import CALENDAR, telling
from .registering import NO_NEEDS


def send_reminders(*, at: datetime) -> int:
    """Write a week before and the day before to who comes, once each; how many were written to.

    Run late, twice or by two workers, each leaves once. An event that moves is reminded of anew.
    """
    return sum(_remind_event(event, at=at) for event in events_to_remind(at=at))


def _remind_event(event: Event, *, at: datetime) -> int:
    step = reminder_due(event.starts_at, event.zone, at=at)
    if step is None:
        return 0
    rows = event.registrations.filter(state=Place.REGISTERED, asked_at__lt=step.at)
    code = f"{step.code}:{event.starts_at:%Y%m%dT%H%M}"
    found = rows.exclude(reminded=code).select_related("user")
    return sum(_remind(event, one, step, code, at=at) for one in found)


@transaction.atomic
def _remind(event: Event, one: Registration, step: Step, code: str, *, at: datetime) -> bool:
    rows = Registration.objects.filter(pk=one.pk, state=Place.REGISTERED).exclude(reminded=code)
    if not rows.update(reminded=code):
        return False
    notify(
        [one.user],
        "events/emails/reminder",
        telling(event) | {"registration": one, "days": step.days},
        key=f"event.reminder:{one.pk}:{one.turn}:{code}",
        at=at,
        attachments=[Attachment(CALENDAR, [str(event.pk)])],
    )
    return True


@transaction.atomic
def forget_needs(*, at: datetime) -> int:
    """Erase diets and travel thirty days after each event, once; of how many events. Journaled."""
    found = list(events_to_forget(at=at))
    for event in found:
        event.registrations.update(**NO_NEEDS)
        Event.objects.filter(pk=event.pk).update(needs_erased_at=at)
        record("event.forgotten", by=None, at=at, obj=event, scope=event.coordination.slug)
    return len(found)
