"""The day itself: one button for each person, and the sheet to print."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.downloads import shut
from passeurs.core.typography import local

from ..actions import attendance
from ..enums import Place
from ..printing.sheet import sheet_pdf
from ..queries.events import by_name
from .finding import attempt, find_kept, now

WORDS = {"present": "came", "absent": "absent", "reprendre": "unmark"}


@require_safe
def day(request, pk):
    """Everybody by name, two large buttons each; to take back what was pressed by mistake."""
    event = find_kept(request, pk)
    lines = by_name(event, request.user)
    came = [one for one in lines if one.state == Place.CAME]
    context = {
        "event": event,
        "lines": lines,
        "left": [one for one in lines if one.state == Place.REGISTERED],
        "came": sum(one.size for one in came),
        "expected": sum(one.size for one in lines),
        "is_day": local(timezone.now(), event.zone).date() >= event.day,
    }
    return render(request, "events/day.html", context)


@require_POST
def mark(request, pk, registration, word):
    event = find_kept(request, pk)
    line = get_object_or_404(event.registrations.select_related("event", "user"), pk=registration)
    if word not in WORDS:
        raise Http404
    said = {
        "present": f"{line.name}\u00a0: présent.",
        "absent": f"{line.name}\u00a0: absent.",
        "reprendre": f"{line.name}\u00a0: à émarger de nouveau.",
    }
    attempt(request, lambda: attendance.mark(line, WORDS[word], **now(request)), said[word])
    return redirect(f"{reverse('events:day', args=[pk])}#p-{line.pk}")


@require_safe
def sheet(request, pk):
    """The attendance sheet, to print and sign."""
    event = find_kept(request, pk)
    content = sheet_pdf(event, by_name(event, request.user), at=timezone.now())
    pdf, kind = BytesIO(content), "application/pdf"
    return shut(FileResponse(pdf, as_attachment=True, filename="feuille.pdf", content_type=kind))
