"""A person's structures: the list, a new one, one's card, asking to join."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused

from ..actions import correct_structure, register_structure
from ..forms import JoinForm, StructureForm
from ..models import Structure
from ..queries import requests_of
from ..register import see
from .invitations import waiting
from .register import prefilled, search


@require_safe
def index(request):
    require(request.user, "structure.list")
    context = {
        "memberships": request.user.memberships.select_related("structure__commune"),
        **waiting(request),
        "requests": requests_of(request.user),
    }
    return render(request, "organisations/index.html", context)


@require_http_methods(["GET", "POST"])
def create(request):
    require(request.user, "structure.create")
    form = StructureForm(request.POST or None, initial=prefilled(request))
    if request.method == "POST" and form.is_valid():
        try:
            structure = register_structure(form.save(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("siret", refusal.reasons[0])
        else:
            see(structure, at=timezone.now())
            messages.success(request, f"«\u00a0{structure.name}\u00a0» est enregistrée.")
            return redirect(_next(request) or "organisations:index")
    join = JoinForm(initial={"siret": form.existing.siret}) if form.existing else None
    context = {"form": form, "join": join, "next": _next(request), "register": search(request)}
    return render(request, "organisations/create.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def card(request, pk):
    """The card: to correct for those who write, to read for the others.

    The address of a structure that was merged into another leads to the latter's.
    """
    structure = get_object_or_404(_visible(request), Q(pk=pk) | Q(absorbed=pk))
    if structure.pk != pk:
        return redirect("organisations:card", pk=structure.pk)
    require(request.user, "structure.read", structure)
    if request.method == "POST":
        require(request.user, "structure.edit", structure)
    form = StructureForm(request.POST or None, instance=structure)
    if request.method == "POST" and form.is_valid():
        return _correct(request, form)
    return _card(request, form, pk)


def _correct(request, form):
    try:
        structure = correct_structure(
            form.save(), changed=form.changed_data, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error("siret", refusal.reasons[0])
        return _card(request, form, form.instance.pk)
    if "siret" in form.changed_data:
        see(structure, at=timezone.now())
    messages.success(request, "La fiche est enregistrée.")
    return redirect("organisations:card", pk=structure.pk)


def _card(request, form, pk):
    """The page speaks of the structure as it is stored, the form of what was typed."""
    stored = get_object_or_404(_visible(request), pk=pk)
    context = {
        "form": form,
        "structure": stored,
        "can_edit": can(request.user, "structure.edit", stored),
        "is_member": stored.memberships.filter(user=request.user).exists(),
    }
    return render(request, "organisations/card.html", context, status=_status(form))


def _visible(request):
    return Structure.objects.visible_to(request.user).select_related("commune")


def _status(form):
    return 422 if form.is_bound and form.errors else 200


def _next(request):
    url = request.POST.get("next") or request.GET.get("next") or ""
    secure = request.is_secure()
    hosts = {request.get_host()}
    allowed = url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=secure)
    return url if allowed else ""
