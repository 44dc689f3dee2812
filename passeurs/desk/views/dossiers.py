"""The region's dossiers at the desk: the list, one dossier, and the word given on a verdict."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.rulings import rule_on, take_back
from passeurs.dossiers.queries.context import rulings_of
from passeurs.dossiers.queries.lists import desk_dossiers, for_reading
from passeurs.dossiers.queries.verdicts import verdicts_of

from ..dossier_forms import DossierFilterForm, RulingForm

PER_PAGE = 50


@require_safe
def index(request):
    """Dossiers of one's coordinations, filtered by the address, fifty a page."""
    require(request.user, "desk.read")
    form = DossierFilterForm(request.GET, user=request.user)
    found = desk_dossiers(request.user, **form.asked())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_filtered": bool(form.asked())}
    return render(request, "desk/dossiers.html", context)


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
    messages.success(request, "La décision est retirée ; la règle répond de nouveau.")
    return redirect("desk:dossier", pk)


def _find(request, pk):
    dossier = get_object_or_404(for_reading(request.user), pk=pk)
    require(request.user, "dossier.desk", dossier)
    return dossier


def _show(request, dossier, form, *, status=200):
    verdicts = verdicts_of(dossier, at=timezone.now())
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": timezone.now(),
        "verdicts": verdicts,
        "to_settle": [verdict for verdict in verdicts if verdict.state in SETTLEABLE],
        "rulings": _rulings(dossier, verdicts),
        "snapshots": list(dossier.snapshots.select_related("submitted_by")),
        "form": form,
        "failed": form.data.get("rule", ""),
        "can_rule": can(request.user, "dossier.confirm", dossier),
    }
    return render(request, "desk/dossier.html", context, status=status)


def _rulings(dossier, verdicts):
    """The decisions taken, each with its rule's title."""
    titles = {verdict.rule: verdict.title for verdict in verdicts}
    rulings = rulings_of(dossier)
    for ruling in rulings:
        ruling.title = titles.get(ruling.rule, ruling.rule)
    return rulings


SETTLEABLE = {"to_confirm", "not_met", "unknown"}
