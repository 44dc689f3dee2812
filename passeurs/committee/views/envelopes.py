"""The coordination says what each funder brings to a sitting."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.core.refusals import Refused

from ..actions import envelopes as acting
from ..forms.envelopes import EnvelopeForm
from ..queries.session import is_whole
from .finding import WRONG, attempt, find, now

PAGE = "committee:envelopes"


@require_http_methods(["GET", "HEAD", "POST"])
def index(request, pk):
    """The envelopes, and bringing one more."""
    sitting = find(request, pk, "envelope.keep")
    form = EnvelopeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = acting.add_envelope(sitting, form.facts(), **now(request))
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
        else:
            messages.success(request, f"L’enveloppe {made.funder} est prête.")
            return redirect(PAGE, pk)
    context = {"sitting": sitting, "envelopes": sitting.envelopes.all(), "form": form}
    status = WRONG if form.is_bound else 200
    return render(request, "committee/envelopes.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk, envelope):
    """Its amount and its rules, never under what decisions grant."""
    sitting = find(request, pk, "envelope.keep")
    row = get_object_or_404(sitting.envelopes.select_related("sitting"), pk=envelope)
    form = EnvelopeForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        try:
            acting.change_envelope(row, form.facts(), **now(request))
        except Refused as refusal:
            form.add_error("total", " ".join(refusal.reasons))
        else:
            messages.success(request, "L’enveloppe est à jour.")
            return redirect(PAGE, pk)
    context = {"sitting": sitting, "envelope": row, "form": form}
    sees_all = is_whole(sitting, request.user)
    context["granted"] = acting.granted_from(row) if sees_all else None
    status = WRONG if form.is_bound else 200
    return render(request, "committee/envelope.html", context, status=status)


@require_POST
def remove(request, pk, envelope):
    sitting = find(request, pk, "envelope.keep")
    row = get_object_or_404(sitting.envelopes.select_related("sitting"), pk=envelope)
    deed = lambda: acting.remove_envelope(row, **now(request))  # noqa: E731 - said once
    attempt(request, deed, "L’enveloppe est retirée.")
    return redirect(PAGE, pk)


@require_POST
def funders(request, pk):
    """Let the DRAC and the Région prepare scenarios, or no longer."""
    sitting = find(request, pk, "envelope.keep")
    may = request.POST.get("may") == "1"
    deed = lambda: acting.let_funders_share(sitting, may=may, **now(request))  # noqa: E731
    attempt(request, deed, "C’est noté.")
    return redirect(PAGE, pk)
