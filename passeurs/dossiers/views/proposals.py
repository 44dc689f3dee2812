"""Finding who could lead an action, and answering what the coordination proposes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.refusals import Refused
from passeurs.network.queries.people import reusable

from ..actions.proposals import dismiss_proposal, engage, take_proposal
from ..forms.proposals import PractitionerSearchForm
from ..models import Proposal
from ..queries.proposals import action_of, found_for
from ..sections import url_of
from .network import number_of
from .shell import find, screen

GONE = "Cette fiche n’est plus proposée\u00a0: choisissez une autre personne."


@require_safe
def practitioners(request, dossier_id, pk):
    """Those to think of for an action, best first, with what speaks for and against."""
    dossier = find(request, dossier_id, "dossier.edit")
    action = one_action(dossier, pk)
    form = PractitionerSearchForm(request.GET)
    told = {"row": action, "form": form, "found": found_for(action, **form.asked())}
    told["is_filtered"] = bool(form.asked())
    context = screen(request, dossier, "actions", **told)
    return render(request, "dossiers/practitioners.html", context)


@require_POST
def choose(request, dossier_id, pk):
    """Take somebody up into the dossier and the action."""
    dossier = find(request, dossier_id, "dossier.edit")
    action = one_action(dossier, pk)
    chosen = number_of(request.POST.get("practitioner"))
    card = reusable(dossier.structure).filter(pk=chosen).first()
    if card is None:
        messages.error(request, GONE)
        return redirect("dossiers:practitioners", dossier_id=dossier_id, pk=pk)
    _attempt(
        request,
        lambda: engage(action, card, by=request.user, at=timezone.now()),
        f"{card.name} mène cette action.",
    )
    return _back_to(dossier, action)


@require_POST
def answer(request, dossier_id, pk, verb):
    """Take up whom the coordination proposes, or say not this time."""
    dossier = find(request, dossier_id, "dossier.edit")
    rows = Proposal.objects.select_related("practitioner", "action", "by")
    proposal = get_object_or_404(rows, action__dossier=dossier, pk=pk)
    proposal.action.dossier = dossier
    told = {"by": request.user, "at": timezone.now()}
    word = request.POST.get("answer", "")
    deeds = {
        "reprendre": (
            lambda: take_proposal(proposal, **told),
            f"{proposal.practitioner.name} mène cette action.",
        ),
        "ecarter": (
            lambda: dismiss_proposal(proposal, answer=word, **told),
            "La coordination sait que ce ne sera pas cette fois.",
        ),
    }
    if verb not in deeds:
        raise Http404
    _attempt(request, *deeds[verb])
    return _back_to(dossier, proposal.action)


def one_action(dossier, pk):
    """One of the dossier's actions, 404 when it is not, or not any more."""
    action = action_of(dossier, pk)
    if action is None:
        raise Http404
    return action


def _attempt(request, deed, done):
    try:
        deed()
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, done)


def _back_to(dossier, action):
    return redirect(f"{url_of(dossier, 'actions')}?ligne={action.key}#{action.key}")
