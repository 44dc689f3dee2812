"""Finding a dossier at the desk, and what the head of each of its pages shows."""

from django.contrib import messages
from django.utils import timezone

from passeurs.dossiers.queries.messages import to_read
from passeurs.dossiers.views.shell import find

__all__ = ["find", "head", "tell"]


def head(request, dossier, title, current):
    return {
        "page_title": title,
        "current": current,
        "dossier": dossier,
        "edition": dossier.edition,
        "now": timezone.now(),
        "to_read": to_read(dossier, request.user),
    }


def tell(request, refusal):
    """A refusal of a deed that typed nothing: its reasons on the page one comes back to."""
    for reason in refusal.reasons:
        messages.error(request, reason)
