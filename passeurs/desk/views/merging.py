"""Two cards of one structure: found, laid side by side, made one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.merging import merge_holders
from passeurs.dossiers.queries.merging import filed_by_both, under_one_ceiling
from passeurs.organisations.models import Structure
from passeurs.organisations.queries import coordinations_of, members_of
from passeurs.organisations.queries.merging import look_alikes, parts_of, what_moves

from ..forms.merging import MergeForm


@require_safe
def choose(request, pk):
    """Which card is the double of this one."""
    kept = _find(request, pk)
    text = request.GET.get("q", "").strip()[:100]
    known = Structure.objects.filter(coordinations__in=coordinations_of(request.user)).distinct()
    context = {"kept": kept, "text": text, "found": look_alikes(kept, known, text=text)}
    return render(request, "desk/merge_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk, other):
    """Compare two cards, read what will move, confirm."""
    kept, absorbed = _find(request, pk), _find(request, other)
    parts = parts_of(kept, absorbed)
    form = MergeForm(request.POST if request.method == "POST" else None, parts=parts)
    if request.method == "POST" and form.is_valid() and _merged(request, form, kept, absorbed):
        return redirect("organisations:card", pk=kept.pk)
    context = {
        "kept": kept,
        "absorbed": absorbed,
        "form": form,
        "same": [part for part in parts if part.is_same and part.kept],
        "moves": what_moves(absorbed),
        "people": members_of(absorbed),
        "dossiers": absorbed.dossiers.select_related("project", "edition"),
        "twice": filed_by_both(kept, absorbed),
        "together": under_one_ceiling(kept, absorbed),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/merge.html", context, status=status)


def _merged(request, form, kept, absorbed):
    """Whether they are one now; otherwise the reason stands on top of the form."""
    scope = coordinations_of(request.user).filter(structures=kept).first().slug
    options = {"taken": form.taken, "reason": form.cleaned_data["reason"], "scope": scope}
    try:
        merge_holders(kept, absorbed, by=request.user, at=timezone.now(), **options)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    told = f"«\u00a0{absorbed.name}\u00a0» et «\u00a0{kept.name}\u00a0» ne font plus qu’une."
    messages.success(request, told)
    return True


def _find(request, pk):
    seen = Structure.objects.visible_to(request.user).select_related("commune")
    structure = get_object_or_404(seen, pk=pk)
    require(request.user, "structure.merge", structure)
    return structure
