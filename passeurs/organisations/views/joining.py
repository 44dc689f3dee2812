"""Asking to join a structure, and answering who asks."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from passeurs.core.access import require
from passeurs.core.refusals import Refused

from .. import throttle
from ..actions import accept_request, ask_to_join, decline_request, withdraw_request
from ..forms import AnswerForm, JoinForm
from ..models import Structure
from ..queries import requests_of, requests_to, structure_with_siret, structures_of


@require_POST
def join(request):
    """The same answer whoever the members are: nobody learns their names."""
    require(request.user, "structure.join")
    form = JoinForm(request.POST)
    structure = structure_with_siret(form.cleaned_data["siret"]) if form.is_valid() else None
    if structure is None:
        messages.error(request, "Cette structure n’est pas enregistrée.")
        return redirect("organisations:create")
    if structures_of(request.user).filter(pk=structure.pk).exists():
        messages.info(request, f"Vous êtes déjà membre de «\u00a0{structure.name}\u00a0».")
    elif throttle.is_over(request.user):
        messages.error(request, throttle.TOO_MANY)
    else:
        _ask(request, structure, form.cleaned_data["message"])
    return redirect("organisations:index")


@require_POST
def withdraw(request, pk):
    row = get_object_or_404(requests_of(request.user), pk=pk)
    _try(
        request,
        lambda: withdraw_request(row, by=request.user, at=timezone.now()),
        "Votre demande est retirée.",
    )
    return redirect("organisations:index")


@require_POST
def answer(request, pk, asking):
    """Accept with a role, or decline with a word."""
    structure = get_object_or_404(Structure.objects.visible_to(request.user), pk=pk)
    require(request.user, "structure.members", structure)
    row = get_object_or_404(requests_to(structure), pk=asking)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(line for lines in form.errors.values() for line in lines))
        return redirect("organisations:members", pk=pk)
    data, by, at = form.cleaned_data, request.user, timezone.now()
    if data["answer"] == "accept":
        told = f"{row.user} est membre de la structure."
        _try(request, lambda: accept_request(row, role=data["role"], by=by, at=at), told)
    else:
        told = "La demande est déclinée\u202f; la personne en est prévenue."
        _try(request, lambda: decline_request(row, word=data["word"], by=by, at=at), told)
    return redirect("organisations:members", pk=pk)


def _ask(request, structure, text):
    ask_to_join(structure, message=text, by=request.user, at=timezone.now())
    throttle.count(request.user)
    messages.success(
        request, f"Votre demande est partie. «\u00a0{structure.name}\u00a0» vous répondra."
    )


def _try(request, deed, told):
    try:
        deed()
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, told)
