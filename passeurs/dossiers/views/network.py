"""Choosing a venue near an action, and taking up somebody known."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.refusals import Refused
from passeurs.network.models import Venue
from passeurs.network.queries.people import reusable

from ..actions.network import choose_venue, keep_card, take_up
from ..forms.base import version_of
from ..models import Action, Person
from ..queries.network import offers_for, point_of_action
from ..sections import url_of
from .shell import find, screen

LONGEST = 200
SHOWN = 30
PICKED = 20
GONE = "Cette salle n’est plus proposée\u00a0: choisissez-en une autre."


@require_safe
def venues(request, dossier_id, pk):
    """The halls near an action; `?partie=liste` answers the list alone, for the page in place."""
    dossier = find(request, dossier_id, "dossier.edit")
    action = get_object_or_404(Action.objects.select_related("commune"), dossier=dossier, pk=pk)
    text = request.GET.get("q", "").strip()[:LONGEST]
    told = {"row": action, "text": text, "offers": offers_for(action, text)}
    told |= {"has_point": point_of_action(action) is not None}
    if request.GET.get("partie") == "liste":
        return render(request, "dossiers/venue_offers.html", told | {"in_place": True})
    return render(request, "dossiers/venues.html", screen(request, dossier, "actions", **told))


@require_POST
def choose(request, dossier_id, pk):
    """Write the venue that was chosen into the action."""
    dossier = find(request, dossier_id, "dossier.edit")
    action = get_object_or_404(Action, dossier=dossier, pk=pk)
    action.dossier = dossier
    venue = Venue.objects.open().filter(pk=number_of(request.POST.get("venue"))).first()
    if venue is None:
        messages.error(request, GONE)
        return redirect("dossiers:venues", dossier_id=dossier_id, pk=pk)
    try:
        version = version_of(request.POST)
        saved = choose_venue(action, venue, version=version, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        _tell(request, venue, saved)
    return redirect(_at(dossier, action))


def _tell(request, venue, saved):
    if saved.conflicts:
        messages.warning(
            request,
            "Quelqu’un a écrit le lieu entre-temps\u00a0: les deux textes sont gardés, choisissez.",
        )
    else:
        messages.success(request, f"{venue.name}\u00a0: la salle est notée.")


@require_safe
def people(request, dossier_id):
    """Those one may take up: one's structure's own, and the directory's."""
    dossier = find(request, dossier_id, "dossier.edit")
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = list(reusable(dossier.structure, text)[:SHOWN])
    context = screen(request, dossier, "actions", text=text, cards=found)
    return render(request, "dossiers/people_known.html", context)


@require_safe
def pick(request, dossier_id):
    """The same, for the picker: `[{value, label, hint}]`."""
    dossier = find(request, dossier_id, "dossier.edit")
    found = reusable(dossier.structure, request.GET.get("q", "")[:LONGEST])[:PICKED]
    return JsonResponse([_option(card) for card in found], safe=False)


def _option(card):
    kept = "chez vous" if card.is_ours else "annuaire"
    hint = ", ".join([*card.craft_labels[:2], kept])
    return {"value": str(card.pk), "label": card.name, "hint": hint}


@require_POST
def take(request, dossier_id):
    """Add somebody known; without a choice, what was typed is looked for."""
    dossier = find(request, dossier_id, "dossier.edit")
    chosen = number_of(request.POST.get("practitioner"))
    card = reusable(dossier.structure).filter(pk=chosen).first()
    if card is None:
        text = request.POST.get("q", "")[:LONGEST]
        page = reverse("dossiers:people", args=[dossier.pk])
        return redirect(f"{page}?{urlencode({'q': text})}" if text else page)
    try:
        row = take_up(dossier, card, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
        return redirect(url_of(dossier, "actions"))
    return redirect(_at(dossier, row))


@require_POST
def keep(request, dossier_id, pk):
    """Keep a row's person in the structure's own cards, for the next dossier."""
    dossier = find(request, dossier_id, "dossier.edit")
    row = get_object_or_404(Person.objects.select_related("practitioner"), dossier=dossier, pk=pk)
    row.dossier = dossier
    try:
        card = keep_card(row, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, f"La fiche de {card.name} est gardée chez vous.")
    return redirect(_at(dossier, row))


def _at(dossier, row):
    return f"{url_of(dossier, 'actions')}?ligne={row.key}#{row.key}"


def number_of(text):
    """A key that was posted; 0, which no row has, for anything else."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0  # noqa: PLR2004 - what a key may hold
