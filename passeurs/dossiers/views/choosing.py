"""Choosing between two texts written for the same field."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from passeurs.core.refusals import Refused

from ..actions.saving import settle as settle_aside
from ..models import SetAside
from ..sections import url_of
from .putting import put_in_place
from .shell import find


@require_POST
def settle(request, dossier_id, pk):
    """Put the set-aside text in place, or leave the newer one; both stay in the history."""
    dossier = find(request, dossier_id, "dossier.edit")
    aside = get_object_or_404(SetAside, dossier=dossier, pk=pk, settled_at=None)
    now = timezone.now()
    try:
        if request.POST.get("choice") == "mine":
            put_in_place(dossier, aside, aside.text, by=request.user, at=now)
        settle_aside(aside, at=now)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect(f"{url_of(dossier, aside.section)}#section")
