"""An invitation into one dossier, as its addressee meets it."""

from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.core.access import require
from passeurs.organisations.views.invitations import answer, open_link, show

from ..actions.team import accept_invitation, decline_invitation
from ..models import DossierInvitation


@never_cache
@require_safe
def link(request, token):
    return open_link(request, DossierInvitation, token, "dossiers:invited")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request, pk):
    """Read the invitation; accept it or decline it."""
    require(request.user, "invitation.answer")
    found = DossierInvitation.objects.addressed_to(request.user).select_related(
        "dossier__project", "dossier__structure", "dossier__edition__coordination", "invited_by"
    )
    invitation = get_object_or_404(found, pk=pk)
    if request.method == "POST":
        verbs = {"accept": accept_invitation, "decline": decline_invitation}
        return answer(request, invitation, verbs, landing="dossiers:index")
    dossier = invitation.dossier
    more = {"dossier": dossier, "what": dossier.project.title or dossier.reference}
    return show(request, invitation, "dossiers/invited.html", **more)
