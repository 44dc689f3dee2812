"""Who is here, and what the others wrote since the page was read: one small answer, often asked."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from passeurs.core.access import require

from ..actions.presence import be_here, leave
from ..forms.speech import FILE, Speech
from ..queries.lists import for_reading
from ..queries.presence import alive, version_in, written_since
from .where import form_url, hour_in, one_here

OF_WHOLE_ROWS = {"row", "position"}


@require_POST
def beat(request, dossier_id):
    """Note that somebody is here; tell who else is, and which fields others changed.

    Asked every twenty seconds by an open page: three questions beside those of the session, one
    more when something changed.
    """
    section = request.POST.get("section", "")[:12]
    found = for_reading(request.user).annotate(version=version_in(section))
    dossier = get_object_or_404(found, pk=dossier_id)
    require(request.user, "dossier.presence", dossier)
    if request.POST.get("left"):
        leave(dossier, by=request.user)
        return JsonResponse({})
    now = timezone.now()
    place = {"row": request.POST.get("row", ""), "field": request.POST.get("field", "")}
    be_here(dossier, by=request.user, at=now, section=section, **place)
    return JsonResponse(_told(request, dossier, section, now))


def _told(request, dossier, section, now):
    speech, read = Speech(dossier), _number(request.POST.get("version"))
    is_newer = read is not None and dossier.version is not None and dossier.version > read
    changes = written_since(dossier, section, read, but_by=request.user) if is_newer else []
    fields = [c for c in changes if not (c.field in OF_WHOLE_ROWS or c.field.startswith(FILE))]
    others = [c for c in changes if c.field == "row" or c.field.startswith(FILE)]
    return {
        "people": [one_here(dossier, speech, one) for one in alive(dossier, request.user, at=now)],
        "version": dossier.version,
        "changes": [_change(dossier, speech, one) for one in fields],
        "news": [_news(speech, one) for one in others],
    }


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004


def _change(dossier, speech, change):
    return {
        "form": form_url(dossier, change.section, change.row),
        "field": change.field,
        "label": speech.label(change.section, change.row, change.field),
        "by": change.author or "Quelqu’un",
        "at": hour_in(dossier, change.at),
    }


def _news(speech, change):
    """A row or a file that came or went, as a sentence."""
    by = change.author or "Quelqu’un"
    if change.field.startswith(FILE):
        verb, name = ("a joint", change.after) if change.after else ("a retiré", change.before)
        return f"{by} {verb} « {name} »."
    return f"{by} {speech.of_row(change.row, change.before, change.after)}."
