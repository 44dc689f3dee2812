"""What the night has to look at."""

from datetime import timedelta

from ..enums import State
from ..models import Event
from ..rules import DAYS, KEPT

AHEAD = timedelta(days=max(DAYS) + 1)


def events_to_remind(*, at):
    """Those that begin within the week and are to be."""
    found = Event.objects.filter(state__in=[State.OPEN, State.CLOSED])
    found = found.filter(starts_at__gt=at, starts_at__lte=at + AHEAD)
    return found.select_related("coordination", "commune")


def events_to_forget(*, at):
    """Those that ended thirty days ago and whose needs are still written."""
    found = Event.objects.filter(ends_at__lt=at - KEPT, needs_erased_at=None)
    return found.select_related("coordination")
