"""The invitation to start a dossier, as its addressee meets it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.organisations.queries import structures_written_by
from passeurs.organisations.views.invitations import LEAD, open_link

from ..actions.starting import accept_invitation, decline_invitation
from ..forms.starting import CarrierForm
from ..models import StartInvitation


@never_cache
@require_safe
def link(request, token):
    return open_link(request, StartInvitation, token, "dossiers:start_invited")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request, pk):
    """Read the invitation, say which structure carries the project, begin; or decline."""
    require(request.user, "invitation.answer")
    invitation = _mine(request, pk)
    if request.method != "POST":
        return _show(request, invitation, _form(request, invitation))
    match request.POST.get("answer"):
        case "accept":
            return _accept(request, invitation)
        case "decline":
            return _decline(request, invitation)
    raise Http404


def _accept(request, invitation):
    if invitation.answer == "accepted" and invitation.dossier_id:  # a second click
        return redirect("dossiers:structure", invitation.dossier_id)
    form = _form(request, invitation)
    structure = invitation.contact.structure
    if structure is None:
        if not form.is_valid():
            return _show(request, invitation, form, status=422)
        structure = form.cleaned_data["carrier"]
    try:
        dossier = accept_invitation(
            invitation, structure=structure, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        is_theirs = structure.created_at is not None
        return _show(
            request,
            _mine(request, invitation.pk),
            form,
            reasons=refusal.reasons,
            theirs=structure if is_theirs else None,
            status=422,
        )
    messages.success(
        request, "Bienvenue\u202f! Votre dossier est ouvert. Il s’enregistre tout seul."
    )
    return redirect("dossiers:structure", dossier.pk)


def _decline(request, invitation):
    try:
        decline_invitation(invitation, by=request.user, at=timezone.now())
        messages.success(request, "L’invitation est déclinée.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("dossiers:index")


def _mine(request, pk):
    found = StartInvitation.objects.addressed_to(request.user)
    related = ("contact__edition__coordination", "contact__structure", "dossier", "invited_by")
    return get_object_or_404(found.select_related(*related), pk=pk)


def _form(request, invitation):
    contact = invitation.contact
    initial = {"name": contact.structure_name, "city": contact.city}
    data = request.POST if request.method == "POST" else None
    return CarrierForm(data, structures=structures_written_by(request.user), initial=initial)


def _show(request, invitation, form, *, reasons=(), theirs=None, status=200):
    context = {
        "invitation": invitation,
        "contact": invitation.contact,
        "edition": invitation.contact.edition,
        "standing": invitation.is_standing(at=timezone.now()),
        "outcome": LEAD.get(invitation.answer, "Cette invitation a expiré."),
        "form": form,
        "reasons": reasons,
        "theirs": theirs,
    }
    return render(request, "dossiers/start_invited.html", context, status=status)
