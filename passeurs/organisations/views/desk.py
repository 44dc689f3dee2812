"""The desk's structures: those the coordination knows, and the SIRET it verifies."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused

from ..actions import give_structure, verify_siret
from ..forms import GiveForm, VerifyForm
from ..models import Structure
from ..queries import coordinations_of, structures_of_desk
from .invitations import send

PAGE_SIZE = 50
VIEWS = {"": "Toutes", "a-verifier": "SIRET à vérifier", "sans-personne": "Sans représentant"}


@require_safe
def index(request):
    require(request.user, "desk.read")
    text = request.GET.get("q", "").strip()[:100]
    view = request.GET.get("vue", "") if request.GET.get("vue") in VIEWS else ""
    rows = structures_of_desk(request.user, text=text, view=view)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "text": text,
        "view": view,
        "views": VIEWS,
        "can_verify": can(request.user, "contact.record"),
        "form": VerifyForm(auto_id=False),
    }
    return render(request, "organisations/desk.html", context)


@require_POST
def give(request, pk):
    """Invite somebody to represent a structure that nobody represents any more."""
    structure = get_object_or_404(Structure.objects.visible_to(request.user), pk=pk)
    require(request.user, "structure.give", structure)
    form = GiveForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(line for lines in form.errors.values() for line in lines))
        return redirect("organisations:desk")
    options = {"by": request.user, "at": timezone.now(), "scope": _scope(request.user, structure)}
    deed = lambda: give_structure(structure, **form.cleaned_data, **options)  # noqa: E731 - said once
    send(request, deed, f"Une invitation à représenter «\u00a0{structure.name}\u00a0» est partie.")
    return redirect("organisations:desk")


@require_POST
def siret(request, pk):
    structure = get_object_or_404(Structure.objects.visible_to(request.user), pk=pk)
    require(request.user, "structure.verify", structure)
    form = VerifyForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["reason"][0])
        return redirect("organisations:desk")
    scope = _scope(request.user, structure)
    reason = form.cleaned_data["reason"]
    try:
        verify_siret(structure, by=request.user, at=timezone.now(), reason=reason, scope=scope)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, f"Le SIRET de «\u00a0{structure.name}\u00a0» est vérifié.")
    return redirect("organisations:desk")


def _scope(user, structure):
    return coordinations_of(user).filter(structures=structure).first().slug
