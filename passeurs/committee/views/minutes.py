"""The minutes of a sitting: make them, read each version, approve the last."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.downloads import shut
from passeurs.core.proofs import recent_proof_required
from passeurs.core.refusals import Refused

from ..actions.minutes import approve_minutes, make_minutes
from ..forms.session import MinutesForm
from ..printing.minutes import excerpt_pdf
from ..queries.session import is_whole, seen_in
from .finding import WRONG, attempt, find, now

PAGE = "committee:minutes"


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request, pk):
    sitting = find(request, pk, "minutes.read")
    form = MinutesForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        require(request.user, "minutes.make", sitting)
    if form.is_valid():
        try:
            made = make_minutes(sitting, form.cleaned_data["reason"], **now(request))
        except Refused as refusal:
            form.add_error("reason", list(refusal.reasons))
        else:
            messages.success(request, f"La version {made.version} est établie.")
            return redirect(PAGE, pk)
    context = {
        "sitting": sitting,
        "form": form,
        "versions": sitting.minutes.defer("content", "data").select_related("approved_by"),
        "may_make": can(request.user, "minutes.make", sitting),
        "may_approve": can(request.user, "minutes.approve", sitting),
        "is_whole": is_whole(sitting, request.user),
    }
    status = WRONG if form.is_bound else 200
    return render(request, "committee/minutes.html", context, status=status)


@require_safe
def file(request, pk, version):
    """The frozen PDF; for whoever is kept away from a dossier, an excerpt without it."""
    sitting = find(request, pk, "minutes.read")
    row = get_object_or_404(sitting.minutes.select_related("sitting"), version=version)
    row.sitting = sitting
    whole = is_whole(sitting, request.user)
    content = bytes(row.content) if whole else excerpt_pdf(row, seen_in(sitting, request.user))
    kind = "proces-verbal" if whole else "proces-verbal-extrait"
    name = f"{kind}-v{row.version}.pdf"
    pdf = BytesIO(content)
    return shut(
        FileResponse(pdf, as_attachment=True, filename=name, content_type="application/pdf")
    )


@require_POST
@recent_proof_required
def approve(request, pk, version):
    sitting = find(request, pk, "minutes.approve")
    row = get_object_or_404(sitting.minutes.defer("content", "data"), version=version)
    attempt(request, lambda: approve_minutes(row, **now(request)), "Le procès-verbal est approuvé.")
    return redirect(PAGE, pk)
