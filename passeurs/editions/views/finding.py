"""Finding an edition to work on, and saving what was typed of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from passeurs.calls.actions import Overtaken, save_edition_document
from passeurs.calls.checker import check
from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.core.typography import plural

from ..actions.changing import ask_for_change, read_change
from ..models import Change
from ..queries import editions_kept
from ..reading import read

AT_ONCE = 30
"""How many dossiers are judged while the person waits; beyond, the worker does it."""
OVERTAKEN, WRONG = 409, 422


def find(request, slug):
    """The edition, 404 for a stranger, 403 for somebody of the region without the right."""
    edition = get_object_or_404(editions_kept(request.user), slug=slug)
    require(request.user, "edition.manage", edition)
    return edition


def save(request, edition, form, document, *, part):
    """Save a part: the answer to give, or None with the reasons on the form.

    A draft changes at once; a public edition first says which dossiers would be answered
    otherwise. `form.status` is then 409 where somebody saved in between, else 422.
    """
    version, at = form.cleaned_data["version"], timezone.now()
    asked = {"by": request.user, "at": at, "version": version}
    form.status = WRONG
    try:
        if edition.is_public:
            return _to_confirm(ask_for_change(edition, document, part=part, **asked))
        saved = save_edition_document(edition, document, **asked)
    except Overtaken as overtaken:
        form.status = OVERTAKEN
        return catch_up(form, edition, overtaken)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return None
    told(request, saved, part)
    return redirect("editions:detail", saved.slug)


def catch_up(form, edition, refusal):
    """What was typed stays; sent again, it is laid upon what the other person saved."""
    edition.refresh_from_db()
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = str(edition.version)
    form.add_error(None, f"{refusal.reasons[0]} {SEND_AGAIN}")


SEND_AGAIN = (
    "Ce que vous avez écrit est resté ci-dessous, rien n’est perdu : relisez, puis enregistrez de "
    "nouveau pour le garder."
)


def told(request, edition, part):
    """What the checker says after a save."""
    wrong = sum(finding.level == "error" for finding in check(edition.document()))
    left = f" Il reste {plural(wrong, 'point')} à régler avant d’ouvrir." if wrong else ""
    messages.success(request, f"{part} : c’est enregistré.{left}")


def _to_confirm(change: Change):
    if change.total <= AT_ONCE:
        read_change(change, at=timezone.now())
    else:
        read.enqueue(str(change.pk))
    return redirect("editions:change", change.edition.slug, change.pk)
