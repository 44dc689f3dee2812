"""An invitation as its addressee meets it: the link of the e-mail, then the page to answer on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused

from .. import throttle
from ..actions import accept_invitation, cancel_invitation, decline_invitation, invite_again
from ..models import Structure, StructureInvitation
from ..queries import invitations_for
from ..queries.teams import team_invitations_for
from ..tokens import digest_of

LEAD = {
    "accepted": "Vous avez accepté cette invitation.",
    "declined": "Vous avez décliné cette invitation.",
    "cancelled": "Cette invitation a été annulée.",
}


@never_cache
@require_safe
def link(request, token):
    return open_link(request, StructureInvitation, token, "organisations:invited")


@never_cache
@require_http_methods(["GET", "POST"])
def invited(request, pk):
    """Read the invitation; accept it or decline it."""
    require(request.user, "invitation.answer")
    found = StructureInvitation.objects.addressed_to(request.user)
    invitation = get_object_or_404(found.select_related("structure", "invited_by"), pk=pk)
    if request.method == "POST":
        verbs = {"accept": accept_invitation, "decline": decline_invitation}
        return answer(request, invitation, verbs, landing="organisations:index")
    more = {"what": invitation.structure.name, "role": invitation.get_role_display()}
    return show(request, invitation, "organisations/invited.html", **more)


@require_POST
def renew(request, pk, invitation):
    row = _of_structure(request, pk, invitation)
    renewed = lambda: invite_again(row, by=request.user, at=timezone.now())  # noqa: E731 - said once
    send(request, renewed, f"L’invitation est repartie à {row.email}.")
    return redirect("organisations:members", pk=pk)


@require_POST
def cancel(request, pk, invitation):
    row = _of_structure(request, pk, invitation)
    try:
        cancel_invitation(row, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, f"L’invitation de {row.email} est annulée.")
    return redirect("organisations:members", pk=pk)


def waiting(request):
    """For a page that shows its reader the invitations they may accept or decline there."""
    at = timezone.now()
    return {
        "invitations": invitations_for(request.user, at=at),
        "team_invitations": team_invitations_for(request.user, at=at),
    }


def open_link(request, kind, token, page):
    """Lead the addressee to the page; tell another account, or a dead link, what to do.

    Nothing of the invitation is shown to anyone else: a forwarded link opens nothing.
    """
    require(request.user, "invitation.answer")
    invitation = kind.objects.filter(token_digest=digest_of(token)).first()
    if invitation is None:
        return render(request, "organisations/invitation_lost.html", status=404)
    if not invitation.is_for(request.user):
        return render(request, "organisations/invitation_elsewhere.html", status=403)
    return redirect(page, invitation.pk)


def show(request, invitation, template, *, status=200, **more):
    now = timezone.now()
    context = {
        "invitation": invitation,
        "standing": invitation.is_standing(at=now),
        "outcome": LEAD.get(invitation.answer, "Cette invitation a expiré."),
        **more,
    }
    return render(request, template, context, status=status)


def answer(request, invitation, verbs, *, landing):
    """Do what was pressed; whoever presses twice is led to the same place."""
    verb = verbs.get(request.POST.get("answer"))
    if verb is None:
        raise Http404
    try:
        verb(invitation, by=request.user, at=timezone.now())
    except Refused as refusal:
        invitation.refresh_from_db(fields=["answer"])
        if invitation.answer != "accepted":
            messages.error(request, " ".join(refusal.reasons))
            return redirect(request.path)
    else:
        said = {"accepted": "Bienvenue\u202f!", "declined": "L’invitation est déclinée."}
        messages.success(request, said[invitation.answer])
    return redirect(landing)


def send(request, deed, told):
    """Send an invitation, within what one person may send in an hour; whether it left."""
    if throttle.is_over(request.user):
        messages.error(request, throttle.TOO_MANY)
        return False
    try:
        deed()
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return False
    throttle.count(request.user)
    messages.success(request, told)
    return True


def _of_structure(request, pk, invitation):
    structure = get_object_or_404(Structure.objects.visible_to(request.user), pk=pk)
    require(request.user, "structure.members", structure)
    rows = structure.invitations.select_related("structure")
    return get_object_or_404(rows, pk=invitation)
