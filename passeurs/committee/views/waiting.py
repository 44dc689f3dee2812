"""Giving up, and the waiting list of a sitting."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.dossiers.queries.awards import award_of
from passeurs.dossiers.views.shell import find as find_dossier

from ..actions.replacing import renounce as give_up
from ..actions.replacing import skip as leave_aside
from ..forms.waiting import RenounceForm, SkipForm
from ..queries.waiting import WaitingList
from .finding import WRONG, find, now
from .session import passage_for

PAGE = "committee:waiting"
GIVEN_UP = "Vous avez renoncé. La coordination en est prévenue."


@require_http_methods(["GET", "HEAD", "POST"])
def renounce(request, dossier_id):
    """The holder gives up, after reading what it means."""
    dossier = find_dossier(request, dossier_id, "award.renounce")
    form = RenounceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            give_up(dossier, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, GIVEN_UP)
            return redirect("dossiers:review", dossier.pk)
    context = {"dossier": dossier, "award": award_of(dossier), "form": form}
    status = WRONG if form.is_bound else 200
    return render(request, "committee/renounce.html", context, status=status)


@require_safe
def index(request, pk):
    """What was freed, what is left, who comes next."""
    return _show(request, find(request, pk, "letter.read"))


@require_POST
def skip(request, pk, passage):
    """Leave a dossier aside, with a reason."""
    sitting = find(request, pk, "decision.amend")
    row = passage_for(request, sitting, passage)
    form = SkipForm(request.POST)
    if form.is_valid():
        try:
            leave_aside(row, form.cleaned_data["reason"], **now(request))
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, "Le dossier est laissé de côté, le suivant est proposé.")
            return redirect(PAGE, pk)
    return _show(request, sitting, form=form, failed=row.pk, status=WRONG)


def _show(request, sitting, *, form=None, failed=None, status=200):
    context = {
        "sitting": sitting,
        "list": WaitingList(sitting, request.user),
        "form": form or SkipForm(),
        "failed": failed,
        "may_amend": can(request.user, "decision.amend", sitting),
    }
    return render(request, "committee/waiting.html", context, status=status)
