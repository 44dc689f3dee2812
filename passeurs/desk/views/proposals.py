"""The coordination proposes practitioners for the actions of a dossier that is being written."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.proposals import LONGEST, propose, withdraw_proposal
from passeurs.dossiers.forms.proposals import PractitionerSearchForm
from passeurs.dossiers.models import Proposal
from passeurs.dossiers.queries.proposals import found_for, proposals_of
from passeurs.dossiers.views.network import number_of
from passeurs.dossiers.views.proposals import one_action
from passeurs.dossiers.views.shell import find
from passeurs.network.queries.people import reusable

GONE = "Cette fiche n’est plus proposée\u00a0: choisissez une autre personne."
WRONG = 422


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk):
    """An action's practitioners, best first, to propose; and what came of earlier proposals."""
    dossier = find(request, pk, "dossier.desk")
    if request.method == "POST":
        return _propose(request, dossier)
    return _show(request, dossier)


def _propose(request, dossier):
    require(request.user, "practitioner.propose", dossier)
    action = one_action(dossier, number_of(request.POST.get("action")))
    chosen = number_of(request.POST.get("practitioner"))
    card = reusable(dossier.structure).filter(pk=chosen).first()
    if card is None:
        messages.error(request, GONE)
        return _show(request, dossier, action.pk, status=WRONG)
    typed = request.POST.get("words", "")
    try:
        propose(action, card, words=typed, by=request.user, at=timezone.now())
    except Refused as refusal:
        failed = {"key": chosen, "words": typed, "reasons": refusal.reasons}
        return _show(request, dossier, action.pk, failed=failed, status=WRONG)
    messages.success(request, f"{card.name} est proposée au porteur, qui est prévenu.")
    return redirect(f"{reverse('desk:practitioners', args=[dossier.pk])}?action={action.pk}")


@require_POST
def withdraw(request, pk, proposal):
    """Take back a proposal that waits."""
    dossier = find(request, pk, "practitioner.propose")
    rows = Proposal.objects.select_related("action", "practitioner", "by")
    found = get_object_or_404(rows, action__dossier=dossier, pk=proposal)
    found.action.dossier = dossier
    try:
        withdraw_proposal(found, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, "La proposition est retirée.")
    return redirect("desk:practitioners", pk)


def _show(request, dossier, chosen=0, *, failed=None, status=200):
    actions = list(dossier.actions.all())
    wanted = chosen or number_of(request.GET.get("action"))
    keys = [action.pk for action in actions]
    action = one_action(dossier, wanted if wanted in keys else keys[0]) if keys else None
    form = PractitionerSearchForm(request.GET)
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": timezone.now(),
        "actions": actions,
        "row": action,
        "form": form,
        "found": found_for(action, **form.asked()) if action else [],
        "is_filtered": bool(form.asked()),
        "proposals": list(proposals_of(dossier)),
        "may_propose": can(request.user, "practitioner.propose", dossier),
        "failed": failed,
        "longest": LONGEST,
    }
    return render(request, "desk/practitioners.html", context, status=status)
