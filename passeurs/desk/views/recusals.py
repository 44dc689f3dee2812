"""Who is kept away from a dossier: declared for somebody, found, lifted with a reason."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.recusals import declare_recusal, lift_recusal
from passeurs.dossiers.models import Recusal
from passeurs.dossiers.views.shell import find

from ..forms.recusals import LiftForm, RecusalForm


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk):
    """Those kept away and why; one more, at their word or by what one was told."""
    dossier = find(request, pk, "recusal.keep")
    form = RecusalForm(request.POST or None, dossier=dossier)
    if form.is_valid() and _attempt(form, _declare, dossier, form, request.user):
        messages.success(request, "C’est noté\u00a0: cette personne ne lit plus ce dossier.")
        return redirect("desk:recusals", pk)
    return _show(request, dossier, form)


@require_POST
def lift(request, pk, recusal):
    """Say that a tie is none, and why."""
    dossier = find(request, pk, "recusal.keep")
    found = get_object_or_404(Recusal.objects.select_related("user"), dossier=dossier, pk=recusal)
    found.dossier = dossier
    form = LiftForm(request.POST, prefix=f"r{recusal}")
    if form.is_valid() and _attempt(form, _lift, found, form, request.user):
        messages.success(request, "Le déport est levé.")
        return redirect("desk:recusals", pk)
    return _show(request, dossier, RecusalForm(dossier=dossier), failed=(recusal, form))


def _declare(dossier, form, by):
    told = {"reason": form.cleaned_data["reason"], "by": by, "at": timezone.now()}
    declare_recusal(dossier, form.cleaned_data["user"], **told)


def _lift(recusal, form, by):
    lift_recusal(recusal, reason=form.cleaned_data["reason"], by=by, at=timezone.now())


def _attempt(form, deed, *arguments):
    """Whether it was done; the form says why not."""
    try:
        deed(*arguments)
    except Refused as refusal:
        form.add_error("reason", forms.ValidationError(list(refusal.reasons)))
        return False
    return True


def _show(request, dossier, form, *, failed=(None, None)):
    rows = list(dossier.recusals.select_related("user", "by", "lifted_by"))
    for row in rows:
        row.form = failed[1] if row.pk == failed[0] else LiftForm(prefix=f"r{row.pk}")
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": timezone.now(),
        "rows": rows,
        "form": form,
        "failed": failed[1] or form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/recusals.html", context, status=status)
