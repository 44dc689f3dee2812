"""The team of a dossier: who is in it, who is invited, who may file."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.accounts.models import User
from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.organisations import throttle
from passeurs.organisations.views.invitations import send

from ..actions import team as actions
from ..actions.ready import tell_ready
from ..enums import DossierRole
from ..forms.team import InviteForm, LeaveForm, PlaceForm
from ..progress import blocking
from ..queries.team import invitations_of, team_of
from .saving import status_of
from .shell import find, panel


@require_safe
def team(request, dossier_id):
    """Everybody who takes part, and what each may do."""
    dossier = find(request, dossier_id, "dossier.team")
    return _show(request, dossier, InviteForm())


@require_POST
def invite(request, dossier_id):
    """Invite somebody to this dossier only."""
    dossier = find(request, dossier_id, "dossier.team_keep")
    form = InviteForm(request.POST)
    if form.is_valid() and _invited(request, dossier, form):
        return redirect("dossiers:team", dossier_id)
    return _show(request, dossier, form)


@require_POST
def place(request, dossier_id, user_id):
    """Give a person of the team a role in this dossier."""
    dossier = find(request, dossier_id, "dossier.team_keep")
    user = get_object_or_404(User, pk__in=_people(dossier), pk=user_id)
    form = PlaceForm(request.POST)
    if form.is_valid():
        options = {"role": form.cleaned_data["role"], "by": request.user, "at": timezone.now()}
        _try(request, lambda: actions.change_place(dossier, user, **options))
    return redirect("dossiers:team", dossier_id)


@require_POST
def remove(request, dossier_id, user_id):
    """Take a guest out of this dossier."""
    dossier = find(request, dossier_id, "dossier.team_keep")
    places = dossier.team.select_related("user", "dossier__edition__coordination")
    row = get_object_or_404(places, user=user_id)
    _try(request, lambda: actions.remove_place(row, by=request.user, at=timezone.now()))
    return redirect("dossiers:team", dossier_id)


@require_POST
def leave(request, dossier_id):
    """Leave a dossier one was invited into."""
    dossier = find(request, dossier_id, "dossier.leave")
    form = LeaveForm(request.POST, people=[mate.user for mate in team_of(dossier)])
    if not form.is_valid():
        messages.error(request, actions.NO_SUCH_SUCCESSOR)
        return redirect("dossiers:team", dossier_id)
    options = {"successor": form.cleaned_data["successor"], "by": request.user}
    try:
        actions.leave_dossier(dossier, **options, at=timezone.now())
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect("dossiers:team", dossier_id)
    messages.success(request, "Vous avez quitté ce dossier. Ce que vous y avez écrit reste.")
    return redirect("dossiers:index")


@require_POST
def ready(request, dossier_id, user_id):
    """Tell somebody who may file that nothing holds the dossier back."""
    dossier = find(request, dossier_id, "dossier.tell_ready")
    user = get_object_or_404(User, pk__in=_people(dossier), pk=user_id)
    told = f"Un courriel est parti à {user.get_full_name()}."
    _try(request, lambda: tell_ready(dossier, user, by=request.user, at=timezone.now()), told)
    return redirect("dossiers:team", dossier_id)


@require_POST
def renew(request, dossier_id, pk):
    """Send an invitation again; its former link stops working."""
    dossier = find(request, dossier_id, "dossier.team_keep")
    row = get_object_or_404(dossier.invitations.select_related("dossier__project"), pk=pk)
    told = f"L’invitation est repartie à {row.email}."
    send(request, lambda: actions.invite_again(row, by=request.user, at=timezone.now()), told)
    return redirect("dossiers:team", dossier_id)


@require_POST
def cancel(request, dossier_id, pk):
    """Take an invitation back."""
    dossier = find(request, dossier_id, "dossier.team_keep")
    rows = dossier.invitations.select_related("dossier__edition__coordination")
    row = get_object_or_404(rows, pk=pk)
    told = f"L’invitation de {row.email} est annulée."
    _try(request, lambda: actions.cancel_invitation(row, by=request.user, at=timezone.now()), told)
    return redirect("dossiers:team", dossier_id)


def _show(request, dossier, form):
    context = panel(request, dossier, "team")
    mates, can_keep = team_of(dossier), can(request.user, "dossier.team_keep", dossier)
    mine = next((mate for mate in mates if mate.user == request.user), None)
    context |= {
        "form": form,
        "mates": mates,
        "filers": [mate for mate in mates if mate.may_file],
        "me": mine,
        "others": [mate for mate in mates if mate is not mine and mate.user.is_active],
        "invitations": invitations_of(dossier) if can_keep else (),
        "roles": DossierRole.choices,
        "can_keep": can_keep,
        "can_submit": can(request.user, "dossier.submit", dossier),
        "can_tell": can(request.user, "dossier.tell_ready", dossier),
        "blocking": blocking(context["verdicts"]),
    }
    return render(request, "dossiers/team.html", context, status=status_of(form))


def _people(dossier):
    return [mate.user.pk for mate in team_of(dossier)]


def _invited(request, dossier, form):
    """Whether the invitation left; otherwise the reason stands beside the address."""
    if throttle.is_over(request.user):
        form.add_error("email", throttle.TOO_MANY)
        return False
    options = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    try:
        row = actions.invite_to_dossier(dossier, **options)
    except Refused as refusal:
        form.add_error("email", refusal.reasons[0])
        return False
    throttle.count(request.user)
    messages.success(request, f"Une invitation est partie à {row.email}. Elle vaut quatorze jours.")
    return True


def _try(request, deed, told="L’équipe est à jour."):
    try:
        deed()
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, told)
