"""What whoever sits reads: their sittings, one sitting, its calendar file, their answer."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can, require

from ..actions.seats import answer_invitation
from ..calendar import sitting_calendar
from ..enums import Answer
from ..queries.sittings import order_for, quorum, seat_of, seats_of, sittings_of
from .finding import attempt, find, now

ANSWERS = {"je-viens": Answer.ACCEPTED, "je-ne-viens-pas": Answer.DECLINED}


@require_safe
def mine(request):
    require(request.user, "sitting.list")
    found, at = list(sittings_of(request.user)), timezone.now()
    coming = [one for one in reversed(found) if one.ends_at >= at]
    past = [one for one in found if one.ends_at < at]
    keeps = can(request.user, "sitting.desk")
    context = {"coming": coming, "past": past, "keeps": keeps}
    return render(request, "committee/mine.html", context)


@require_safe
def sitting(request, pk):
    """When, where, who comes; and the dossiers that pass, once the reading is open."""
    found = find(request, pk, "sitting.read")
    seats = seats_of(found)
    context = {
        "sitting": found,
        "edition": found.edition,
        "seats": seats,
        "quorum": quorum(seats, found),
        "seat": seat_of(found, request.user),
        "order": order_for(found, request.user) if found.is_prepared else [],
        "keeps": can(request.user, "sitting.keep", found),
        "may_answer": can(request.user, "sitting.answer", found),
    }
    return render(request, "committee/sitting.html", context)


@require_POST
def answer(request, pk, word):
    found = find(request, pk, "sitting.answer")
    if word not in ANSWERS:
        raise Http404
    deed = lambda: answer_invitation(found, ANSWERS[word], **now(request))  # noqa: E731 - said once
    attempt(request, deed, "Votre réponse est notée. Vous pouvez encore en changer.")
    return redirect("committee:sitting", pk)


@require_safe
def calendar(request, pk):
    found = find(request, pk, "sitting.read")
    url = request.build_absolute_uri(request.path.removesuffix("agenda.ics"))
    body = sitting_calendar(found, at=timezone.now(), url=url)
    headers = {
        "Content-Disposition": 'attachment; filename="seance.ics"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
