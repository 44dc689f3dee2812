"""Finding an event, and saying what an action refused."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone

from passeurs.core.access import require
from passeurs.core.refusals import Refused

from ..models import Event

WRONG = 422
RELATED = ("coordination", "commune", "edition")


def find(request, pk):
    """A published event, or a draft of one's own; 404 for the rest."""
    rows = Event.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(rows, pk=pk)


def find_kept(request, pk):
    """At the desk: 404 for a stranger to the coordination, 403 for who does not keep its events."""
    rows = Event.objects.of_desk(request.user).select_related(*RELATED)
    event = get_object_or_404(rows, pk=pk)
    require(request.user, "event.keep", event)
    return event


def now(request):
    return {"by": request.user, "at": timezone.now()}


def attempt(request, deed, done):
    """Do a deed of one button, and say what came of it."""
    try:
        deed()
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, done)
