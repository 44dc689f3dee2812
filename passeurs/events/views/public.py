"""What anybody reads: the events, one event, its calendar file; and one's own certificate."""

from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from passeurs.core.access import can
from passeurs.core.downloads import shut

from ..calendar import event_calendar
from ..enums import Place
from ..forms.filters import PublicFilterForm
from ..queries.events import coming, own_line, past, rank_of, regions, registrations_of
from ..queries.fees import fees_of
from .finding import find

PER_PAGE = 12


@login_not_required
@require_safe
def index(request):
    """Those to come, those that were, and one's own registrations."""
    form = PublicFilterForm(request.GET, auto_id="r-%s", regions=regions())
    asked, at = form.asked(), timezone.now()
    mine = registrations_of(request.user)
    context = {
        "form": form,
        "is_filtered": bool(asked),
        "coming": coming(at=at, **asked),
        "page": Paginator(past(at=at, **asked), PER_PAGE).get_page(request.GET.get("page")),
        "mine": [one for one in mine if one.event.ends_at >= at or hasattr(one, "certificate")],
        "fees": fees_of(request.user),
        "keeps": can(request.user, "event.desk"),
        "at": at,
    }
    return render(request, "events/index.html", context)


@login_not_required
@require_safe
def event(request, pk):
    found, at = find(request, pk), timezone.now()
    line = own_line(found, request.user)
    context = {
        "event": found,
        "line": line,
        "rank": rank_of(line) if line and line.state == Place.WAITING else 0,
        "is_open": found.takes_registrations(at=at),
        "is_coming": at < found.opens_at,
        "has_begun": at >= found.starts_at,
        "sees_link": _sees_link(request, found, line),
        "keeps": request.user.is_authenticated and can(request.user, "event.keep", found),
    }
    return render(request, "events/event.html", context)


@login_not_required
@require_safe
def calendar(request, pk):
    """Without the video link: the file of this page is anybody's; that of the e-mail has it."""
    found = find(request, pk)
    url = request.build_absolute_uri(request.path.removesuffix("agenda.ics"))
    body = event_calendar(found, at=timezone.now(), url=url)
    headers = {
        "Content-Disposition": 'attachment; filename="rencontre.ics"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
def certificate(request, pk):
    """One's own, as it was frozen."""
    line = own_line(find(request, pk), request.user)
    if line is None or not hasattr(line, "certificate"):
        raise Http404
    pdf, name = BytesIO(bytes(line.certificate.content)), line.certificate.number
    kind = "application/pdf"
    return shut(
        FileResponse(pdf, as_attachment=True, filename=f"attestation-{name}.pdf", content_type=kind)
    )


def _sees_link(request, event, line):
    """Those who have a place, and the coordination."""
    if not event.video_link or not request.user.is_authenticated:
        return False
    return bool(line and line.is_seated) or can(request.user, "event.keep", event)
