"""Finding a sitting, and saying what an action refused."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone

from passeurs.core.access import require
from passeurs.core.refusals import Refused

from ..models import Sitting

WRONG = 422


def find(request, pk, code):
    """The sitting, 404 for a stranger, 403 for who sits without the right."""
    rows = Sitting.objects.visible_to(request.user).select_related("edition__coordination")
    sitting = get_object_or_404(rows, pk=pk).read_once()
    require(request.user, code, sitting)
    return sitting


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
