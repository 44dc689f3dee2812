"""From a thread to a dossier: inviting the person, or beginning it in their stead."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions import starting
from passeurs.dossiers.models import StartInvitation
from passeurs.organisations import throttle

from ..forms.contacts import StartInviteForm
from ..queries.contacts import dossier_of
from .contacts import find, refuse_too_many, show


@require_POST
def invite(request, pk):
    """Invite the person to start a dossier, or to take up the one begun for them."""
    contact = find(request, pk, "contact.record")
    form = StartInviteForm(request.POST, auto_id="inviter-%s")
    if not form.is_valid():
        return show(request, contact, invite=form, status=422)
    data = form.cleaned_data
    try:
        refuse_too_many(request.user)
        starting.invite_to_start(
            contact, **data, dossier=dossier_of(contact), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error("email", reason)
        return show(request, contact, invite=form, status=422)
    throttle.count(request.user)
    messages.success(request, f"L’invitation part à {data['email']}.")
    return redirect("desk:contact", pk=pk)


@require_POST
def invite_again(request, pk, invitation):
    row = _invitation(request, pk, invitation)
    return _do(
        request,
        pk,
        lambda: starting.invite_again(row, by=request.user, at=timezone.now()),
        f"L’invitation est repartie à {row.email}.",
    )


@require_POST
def invite_cancel(request, pk, invitation):
    row = _invitation(request, pk, invitation)
    return _do(
        request,
        pk,
        lambda: starting.cancel_invitation(row, by=request.user, at=timezone.now()),
        f"L’invitation de {row.email} est annulée.",
    )


@require_POST
def start(request, pk):
    """Begin a dossier for the structure of the thread, then say who consents to it."""
    contact = find(request, pk, "contact.record")
    require(request.user, "dossier.start_for")
    try:
        dossier = starting.start_for(contact, title="", by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, " ".join(refusal.reasons))
        return redirect("desk:contact", pk=pk)
    return redirect("dossiers:type_for", dossier.pk)


def _invitation(request, pk, invitation):
    contact = find(request, pk, "contact.record")
    rows = StartInvitation.objects.filter(contact=contact)
    related = ("contact__edition", "contact__coordination", "invited_by")
    return get_object_or_404(rows.select_related(*related), pk=invitation)


def _do(request, pk, deed, told):
    try:
        deed()
        messages.success(request, told)
    except Refused as refusal:
        messages.warning(request, " ".join(refusal.reasons))
    return redirect("desk:contact", pk=pk)
