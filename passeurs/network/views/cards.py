"""The cards that a structure or a coordination writes of those it works with."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.organisations.queries import structures_written_by

from ..actions import cards, consent
from ..enums import Origin
from ..forms.people import AddForm, ForOthersForm
from ..models import Practitioner
from ..queries.owners import desks_of
from .people import found, fresh


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """A new card, private to whoever writes it."""
    owners = owners_for(request.user)
    if not owners:
        raise PermissionDenied(
            "Garder une fiche\u00a0: il faut écrire pour une structure que sa coordination connaît."
        )
    form = AddForm(request.POST if request.method == "POST" else None, owners=owners)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    coordination, structure = form.owned_by()
    card = cards.create_card(
        coordination,
        form.facts(),
        origin=Origin.HOLDER if structure else Origin.DESK,
        by=request.user,
        at=timezone.now(),
        structure=structure,
    )
    messages.success(request, f"La fiche de {card.name} est gardée.")
    return redirect("network:person", pk=card.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Correct a card that its person has not made theirs."""
    card = found(request, pk)
    require(request.user, "practitioner.edit", card)
    form = ForOthersForm(request.POST if request.method == "POST" else None, instance=card)
    if not form.is_bound or not form.is_valid():
        shown = Practitioner.objects.with_consent().get(pk=pk) if form.errors else card
        return _page(request, form, card=shown, status=422 if form.errors else 200)
    cards.amend_card(card, form.facts(), by=request.user, at=timezone.now())
    messages.success(request, "La fiche est corrigée.")
    return redirect("network:person", pk=pk)


@require_POST
def invite(request, pk):
    """Write to the person: they alone can agree to be listed."""
    card = found(request, pk)
    require(request.user, "practitioner.edit", card)
    structure = card.structures.filter(members=request.user).first()
    return _do(
        request,
        card,
        lambda at: consent.invite_to_agree(card, by=request.user, at=at, structure=structure),
        f"Un message est parti à {card.email}.",
    )


@require_POST
def attach_cv(request, pk):
    card = found(request, pk)
    require(request.user, "practitioner.edit", card)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, "Choisissez d’abord un fichier.")
        return redirect("network:person", pk=pk)
    return _do(
        request,
        card,
        lambda at: cards.attach_cv(card, upload, by=request.user, at=at),
        "Le CV est gardé.",
    )


@require_POST
def remove_cv(request, pk):
    card = found(request, pk)
    require(request.user, "practitioner.edit", card)
    return _do(
        request,
        card,
        lambda at: cards.remove_cv(card, by=request.user, at=at),
        "Le CV est retiré.",
    )


def _do(request, card, act, said):
    """Run one verb; a refusal becomes a message on the card."""
    try:
        act(timezone.now())
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    return redirect("network:person", pk=card.pk)


def owners_for(user):
    """In whose name the person may keep a card: key → (label, coordination, structure or None)."""
    found_ = {f"c{row.pk}": (row.name, row, None) for row in desks_of(user)}
    written = structures_written_by(user).prefetch_related("coordinations").distinct()
    for structure in written:
        several = structure.coordinations.all()
        for row in several:
            label = f"{structure.name}, {row.region_name}" if len(several) > 1 else structure.name
            found_[f"s{structure.pk}-{row.pk}"] = (label, row, structure)
    return found_


def _page(request, form, *, card=None, status=200):
    context = {"form": form, "card": card}
    return fresh(render(request, "network/card_form.html", context, status=status))
