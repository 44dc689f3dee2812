"""Asking a partner for its word, from its card: inviting, reminding, taking back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from passeurs.core.refusals import Refused

from ..actions.invitations import invite_partner, remind_partner, revoke_invitation
from ..enums import SectionCode
from ..models import Partner
from ..sections import url_of
from .shell import find

VERBS = {"inviter": "invite", "relancer": "remind", "annuler": "revoke"}
DONE = {
    "inviter": (invite_partner, "L’invitation part à {email}."),
    "relancer": (remind_partner, "La relance part à {email}."),
    "annuler": (revoke_invitation, "L’invitation est reprise : le lien ne mène plus nulle part."),
}


@require_POST
def act(request, dossier_id, pk, verb):
    """Carry out one verb, then show the card; a refusal becomes a message."""
    dossier = find(request, dossier_id, "partner.invite")
    partners = Partner.objects.select_related("invitation")
    partner = get_object_or_404(partners, dossier=dossier, pk=pk)
    partner.dossier = dossier
    action, done = DONE[verb]
    try:
        action(partner, by=request.user, at=timezone.now())
        messages.success(request, done.format(email=partner.contact_email))
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    place = f"?ligne={partner.key}#{partner.key}-confirmation"
    return redirect(f"{url_of(dossier, SectionCode.PARTNERS)}{place}")
