"""Saying that something ties one to a dossier: from then on, one judges nothing of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from passeurs.core.refusals import Refused

from ..actions.recusals import LONGEST, declare_recusal
from .shell import find


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request, dossier_id):
    """Say what ties one to the dossier; its pages close at once."""
    dossier = find(request, dossier_id, "recusal.declare")
    typed, reasons = request.POST.get("reason", ""), ()
    if request.method == "POST":
        told = {"reason": typed, "by": request.user, "at": timezone.now()}
        try:
            declare_recusal(dossier, request.user, **told)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, "C’est noté\u00a0: vous ne lisez plus ce dossier.")
            return redirect("pages:home")
    context = {"dossier": dossier, "edition": dossier.edition, "typed": typed}
    context |= {"reasons": reasons, "longest": LONGEST}
    return render(request, "dossiers/recusal.html", context, status=422 if reasons else 200)
