"""Who belongs to a structure, kept by those who represent it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused

from .. import throttle
from ..actions import change_role, invite_member, leave_structure, remove_member
from ..enums import MemberRole
from ..forms import LeaveForm, MemberForm, RoleForm
from ..models import Membership, Structure
from ..queries import invitations_of, members_of, requests_to, successors_of


@require_http_methods(["GET", "POST"])
def members(request, pk):
    structure = get_object_or_404(Structure.objects.visible_to(request.user), pk=pk)
    require(request.user, "structure.read", structure)
    form = MemberForm(request.POST or None)
    if request.method == "POST":
        require(request.user, "structure.members", structure)
        if form.is_valid() and _invited(request, structure, form):
            return redirect("organisations:members", pk=pk)
    status = 422 if form.errors else 200
    return render(
        request, "organisations/members.html", _page(request, structure, form), status=status
    )


@require_POST
def role(request, pk, member):
    row = _member(request, pk, member)
    form = RoleForm(request.POST)
    if form.is_valid():
        new_role = form.cleaned_data["role"]
        _try(request, lambda: change_role(row, role=new_role, by=request.user, at=timezone.now()))
    return redirect("organisations:members", pk=pk)


@require_POST
def remove(request, pk, member):
    row = _member(request, pk, member)
    _try(request, lambda: remove_member(row, by=request.user, at=timezone.now()))
    return redirect("organisations:members", pk=pk)


@require_http_methods(["GET", "POST"])
def leave(request, pk):
    """Leave a structure, and name who goes on where that is needed."""
    rows = Membership.objects.filter(user=request.user).select_related("structure", "user")
    member = get_object_or_404(rows, structure=pk)
    require(request.user, "structure.leave", member.structure)
    sent = request.POST if request.method == "POST" else None
    form = LeaveForm(sent, successors=successors_of(member))
    if request.method == "POST" and form.is_valid():
        options = {"successor": form.cleaned_data["successor"], "by": request.user}
        try:
            leave_structure(member, **options, at=timezone.now())
        except Refused as refusal:
            form.add_error("successor" if form.successors else None, refusal.reasons[0])
        else:
            messages.success(request, f"Vous avez quitté «\u00a0{member.structure.name}\u00a0».")
            return redirect("organisations:index")
    context = {"structure": member.structure, "form": form, "is_member": True, "here": "Partir"}
    status = 422 if form.errors else 200
    return render(request, "organisations/leave.html", context, status=status)


def _page(request, structure, form):
    rows = members_of(structure)
    can_manage = can(request.user, "structure.members", structure)
    return {
        "structure": structure,
        "form": form,
        "rows": [(row, MemberRole.choices) for row in rows],
        "is_member": any(row.user == request.user for row in rows),
        "here": "Membres",
        "can_manage": can_manage,
        "invitations": invitations_of(structure) if can_manage else (),
        "requests": requests_to(structure) if can_manage else (),
        "roles": MemberRole.choices,
        "now": timezone.now(),
    }


def _member(request, pk, member):
    rows = Membership.objects.visible_to(request.user).select_related("structure", "user")
    row = get_object_or_404(rows, pk=member, structure=pk)
    require(request.user, "structure.members", row.structure)
    return row


def _invited(request, structure, form):
    """Whether the invitation left; otherwise the reason stands beside the address."""
    if throttle.is_over(request.user):
        form.add_error("email", throttle.TOO_MANY)
        return False
    try:
        row = invite_member(structure, **form.cleaned_data, by=request.user, at=timezone.now())
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
        messages.success(request, "La liste des membres est à jour.")
