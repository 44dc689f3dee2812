"""Moving every date of an edition at once."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from passeurs.calls.document import move_dates

from ..forms.dates import MoveForm
from ..forms.registry import PARTS
from .finding import find, save
from .parts import part_context


@require_POST
def shift(request, slug):
    """The dates move; one reviews them next, on the screen of the dates."""
    edition, form = find(request, slug), MoveForm(request.POST, auto_id="deplacer-%s")
    part = PARTS["dates"]
    if form.is_valid():
        found = form.cleaned_data
        by = {"years": found["years"] or 0, "days": found["days"] or 0}
        written = move_dates(edition.document(), **by)
        if answer := save(request, edition, form, written, part=part.title):
            return answer if edition.is_public else redirect("editions:part", slug, part.code)
    dates = part.form(document=edition.document(), version=edition.version)
    context = part_context(part, edition) | {"edition": edition, "part": part}
    context |= {"form": dates, "move": form}
    return render(request, part.template, context, status=getattr(form, "status", 422))
