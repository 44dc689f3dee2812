"""One dossier at the desk, and the word given on a verdict."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.rulings import rule_on, take_back
from passeurs.dossiers.queries.awards import award_of
from passeurs.dossiers.queries.context import rulings_of
from passeurs.dossiers.queries.invitations import standings_of
from passeurs.dossiers.queries.messages import to_read
from passeurs.dossiers.queries.verdicts import verdicts_of
from passeurs.dossiers.views.shell import find

from ..actions.dockets import read_docket
from ..forms.dossiers import RulingForm


@require_safe
def detail(request, pk):
    """One dossier as the coordination reads it: where it stands, what it may settle."""
    dossier = _find(request, pk)
    return _show(request, dossier, RulingForm())


@require_POST
def rule(request, pk):
    """Waive, confirm or refuse a verdict, with a reason that the holder reads."""
    dossier = _find(request, pk)
    form = RulingForm(request.POST)
    code = "dossier.waive" if request.POST.get("state") == "waived" else "dossier.confirm"
    require(request.user, code, dossier)
    if not form.is_valid():
        return _show(request, dossier, form, status=422)
    data = form.cleaned_data
    try:
        rule_on(
            dossier,
            data["rule"],
            state=data["state"],
            reason=data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        read_docket(_find(request, pk), at=timezone.now())
        messages.success(request, "Votre décision est notée ; le porteur en lit le motif.")
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error("reason", reason)
        return _show(request, dossier, form, status=422)
    return redirect("desk:dossier", pk)


@require_POST
def take_back_ruling(request, pk):
    """Take a decision back."""
    dossier = _find(request, pk)
    require(request.user, "dossier.confirm", dossier)
    take_back(dossier, request.POST.get("rule", ""), by=request.user, at=timezone.now())
    read_docket(_find(request, pk), at=timezone.now())
    messages.success(request, "La décision est retirée ; la règle répond de nouveau.")
    return redirect("desk:dossier", pk)


def _find(request, pk):
    return find(request, pk, "dossier.desk")


def _show(request, dossier, form, *, status=200):
    verdicts = verdicts_of(dossier, at=timezone.now())
    to_complete = [one for one in verdicts if one.state == "unknown"]
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": timezone.now(),
        "verdicts": verdicts,
        "to_settle": [one for state in SETTLEABLE for one in verdicts if one.state == state],
        "to_complete": to_complete,
        "has_failed_below": form.data.get("rule", "") in {one.rule for one in to_complete},
        "rulings": _rulings(dossier, verdicts),
        "partners": standings_of(dossier),
        "to_read": to_read(dossier, request.user),
        "snapshots": list(dossier.snapshots.select_related("submitted_by")),
        "award": award_of(dossier) if dossier.is_decided else None,
        "form": form,
        "failed": form.data.get("rule", ""),
        "can_rule": can(request.user, "dossier.confirm", dossier),
    }
    return render(request, "desk/dossier.html", context, status=status)


def _rulings(dossier, verdicts):
    """The decisions taken, each with its rule's title; those whose facts changed are lapsed."""
    found = {verdict.rule: verdict for verdict in verdicts}
    rulings = rulings_of(dossier)
    for ruling in rulings:
        verdict = found.get(ruling.rule)
        ruling.title = verdict.title if verdict else ruling.rule
        ruling.is_lapsed = bool(verdict and "lapsed" in verdict.values)
    return rulings


SETTLEABLE = ("to_confirm", "not_met")
