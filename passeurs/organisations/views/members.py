"""Who belongs to a structure, kept by those who represent it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.organisations.actions import add_member, change_role, remove_member
from passeurs.organisations.enums import MemberRole
from passeurs.organisations.forms import MemberForm, RoleForm
from passeurs.organisations.models import Membership, Structure
from passeurs.organisations.queries import members_of


@require_http_methods(["GET", "POST"])
def members(request, pk):
    structure = get_object_or_404(Structure.objects.visible_to(request.user), pk=pk)
    require(request.user, "structure.read", structure)
    form = MemberForm(request.POST or None)
    if request.method == "POST":
        require(request.user, "structure.members", structure)
        if form.is_valid() and _added(request, structure, form):
            return redirect("organisations:members", pk=pk)
    rows = members_of(structure)
    context = {
        "structure": structure,
        "form": form,
        "rows": [(row, MemberRole.choices) for row in rows],
        "is_member": any(row.user == request.user for row in rows),
        "here": "Membres",
        "can_manage": can(request.user, "structure.members", structure),
    }
    status = 422 if form.errors else 200
    return render(request, "organisations/members.html", context, status=status)


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


def _member(request, pk, member):
    rows = Membership.objects.visible_to(request.user).select_related("structure", "user")
    row = get_object_or_404(rows, pk=member, structure=pk)
    require(request.user, "structure.members", row.structure)
    return row


def _added(request, structure, form):
    """Whether the person was added; otherwise the reason stands beside the address."""
    try:
        member = add_member(structure, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error("email", refusal.reasons[0])
        return False
    messages.success(request, f"Un courriel est parti à {member.user.email}.")
    return True


def _try(request, deed):
    try:
        deed()
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, "La liste des membres est à jour.")
