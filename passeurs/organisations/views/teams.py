"""The teams by screen: a coordination keeps its own, the national team keeps the list of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.proofs import recent_proof_required
from passeurs.core.refusals import Refused

from .. import throttle
from ..actions import teams as deeds
from ..enums import TeamRole
from ..forms.teams import (
    NationalInviteForm,
    NewCoordinationForm,
    TeamInviteForm,
    TeamRoleForm,
    regional_roles,
)
from ..models import Coordination, TeamInvitation, TeamMember
from ..queries import coordinations_kept_by
from ..queries.teams import invitations_to_team, people_of_team, rights_by_role
from .invitations import answer, open_link, send, show

PAGE_SIZE = 50


@require_safe
def index(request):
    """One's own team; the first by name for who works in several."""
    require(request.user, "team.list")
    found = get_object_or_404(coordinations_kept_by(request.user)[:1])
    return redirect("organisations:team", found.slug)


@require_safe
def team(request, slug):
    return _team_page(request, _coordination(request, slug), TeamInviteForm(), 200)


@require_POST
@recent_proof_required
def invite(request, slug):
    coordination = _coordination(request, slug)
    form = TeamInviteForm(request.POST)
    if form.is_valid() and _invited(request, form, coordination, **form.cleaned_data):
        return redirect("organisations:team", slug)
    return _team_page(request, coordination, form, 422)


@require_POST
@recent_proof_required
def role(request, pk):
    row = _member(request, pk)
    form = TeamRoleForm(request.POST)
    if form.is_valid():
        new = form.cleaned_data["role"]
        _try(request, lambda: deeds.change_team_role(row, role=new, **_now(request)))
    return _back(row)


@require_POST
@recent_proof_required
def remove(request, pk):
    row = _member(request, pk)
    _try(request, lambda: deeds.remove_from_team(row, **_now(request)))
    return redirect("pages:home") if row.user_id == request.user.pk else _back(row)


@require_POST
@recent_proof_required
def renew(request, pk):
    row = _invitation(request, pk)
    again = lambda: deeds.invite_to_team_again(row, **_now(request))  # noqa: E731 - said once
    send(request, again, f"L’invitation est repartie à {row.email}.")
    return _back(row)


@require_POST
@recent_proof_required
def cancel(request, pk):
    row = _invitation(request, pk)
    _try(request, lambda: deeds.cancel_team_invitation(row, **_now(request)))
    return _back(row)


@require_safe
def coordinations(request):
    require(request.user, "coordination.create")
    return _national_page(request, NewCoordinationForm(), NationalInviteForm(), 200)


@require_POST
@recent_proof_required
def create(request):
    require(request.user, "coordination.create")
    form = NewCoordinationForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        first = facts.pop("first_email")
        made = deeds.create_coordination(facts, first_email=first, **_now(request))
        messages.success(request, f"{made.name} est ouverte\u00a0: une invitation part à {first}.")
        return redirect("organisations:coordinations")
    return _national_page(request, form, NationalInviteForm(), 422)


@require_POST
@recent_proof_required
def invite_national(request):
    require(request.user, "coordination.create")
    form = NationalInviteForm(request.POST)
    options = {"role": TeamRole.NATIONAL}
    if form.is_valid() and _invited(request, form, None, **form.cleaned_data, **options):
        return redirect("organisations:coordinations")
    return _national_page(request, NewCoordinationForm(), form, 422)


@never_cache
@require_safe
def link(request, token):
    return open_link(request, TeamInvitation, token, "organisations:team_invited")


@never_cache
@require_http_methods(["GET", "POST"])
def invited(request, pk):
    """Read the invitation to a team; accept it or decline it."""
    require(request.user, "invitation.answer")
    found = TeamInvitation.objects.addressed_to(request.user)
    row = get_object_or_404(found.select_related("coordination", "invited_by"), pk=pk)
    if request.method == "POST":
        verbs = {"accept": deeds.accept_team_invitation, "decline": deeds.decline_team_invitation}
        return answer(request, row, verbs, landing="account_profile")
    more = {"what": row.what, "role": row.get_role_display()}
    return show(request, row, "organisations/team_invited.html", **more)


def _team_page(request, coordination, form, status):
    context = {
        "coordination": coordination,
        "others": coordinations_kept_by(request.user).exclude(pk=coordination.pk),
        **_lists(request, coordination),
        "roles": [(item.value, item.label) for item in regional_roles()],
        "rights": rights_by_role(regional_roles()),
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "organisations/team.html", context, status=status)


def _national_page(request, form, national_form, status):
    context = {
        "coordinations": _page(request, Coordination.objects.all(), "regions"),
        **_lists(request, None),
        "form": form,
        "national_form": national_form,
        "now": timezone.now(),
    }
    return render(request, "organisations/coordinations.html", context, status=status)


def _lists(request, coordination):
    """The people and the invitations of a team, fifty a page each."""
    return {
        "rows": _page(request, people_of_team(coordination), "page"),
        "invitations": _page(request, invitations_to_team(coordination), "attente"),
    }


def _page(request, rows, name):
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get(name))


def _coordination(request, slug):
    found = get_object_or_404(Coordination.objects.visible_to(request.user), slug=slug)
    require(request.user, "team.keep", found)
    return found


def _member(request, pk):
    rows = TeamMember.objects.select_related("user", "coordination")
    return _kept(request, get_object_or_404(rows, pk=pk))


def _invitation(request, pk):
    rows = TeamInvitation.objects.select_related("coordination")
    return _kept(request, get_object_or_404(rows, pk=pk))


def _kept(request, row):
    """The row, for who keeps its team; another region's answers 404 as if it did not exist."""
    if row.coordination is None:
        require(request.user, "coordination.create")
    else:
        _coordination(request, row.coordination.slug)
    return row


def _back(row):
    if row.coordination is None:
        return redirect("organisations:coordinations")
    return redirect("organisations:team", row.coordination.slug)


def _now(request):
    return {"by": request.user, "at": timezone.now()}


def _invited(request, form, coordination, **facts):
    """Whether the invitation left; otherwise the reason stands beside the address."""
    if throttle.is_over(request.user):
        form.add_error("email", throttle.TOO_MANY)
        return False
    try:
        row = deeds.invite_to_team(coordination, **facts, **_now(request))
    except Refused as refusal:
        form.add_error("email", refusal.reasons[0])
        return False
    throttle.count(request.user)
    messages.success(request, f"Une invitation est partie à {row.email}. Elle vaut quatorze jours.")
    return True


def _try(request, deed):
    try:
        deed()
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, "L’équipe est à jour.")
