"""The desk's structures: those the coordination knows, and the SIRET it verifies."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.organisations.actions import verify_siret
from passeurs.organisations.forms import VerifyForm
from passeurs.organisations.models import Structure
from passeurs.organisations.queries import coordinations_of, structures_of_desk

PAGE_SIZE = 50


@require_safe
def index(request):
    require(request.user, "desk.read")
    text = request.GET.get("q", "").strip()[:100]
    unverified = request.GET.get("vue") == "a-verifier"
    rows = structures_of_desk(request.user, text=text, unverified=unverified)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "text": text,
        "unverified": unverified,
        "can_verify": can(request.user, "contact.record"),
        "form": VerifyForm(auto_id=False),
    }
    return render(request, "organisations/desk.html", context)


@require_POST
def siret(request, pk):
    structure = get_object_or_404(Structure.objects.visible_to(request.user), pk=pk)
    require(request.user, "structure.verify", structure)
    form = VerifyForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["reason"][0])
        return redirect("organisations:desk")
    scope = coordinations_of(request.user).filter(structures=structure).first().slug
    reason = form.cleaned_data["reason"]
    try:
        verify_siret(structure, by=request.user, at=timezone.now(), reason=reason, scope=scope)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, f"Le SIRET de «\u00a0{structure.name}\u00a0» est vérifié.")
    return redirect("organisations:desk")
