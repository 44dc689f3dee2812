"""Choosing between two texts written for the same field."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ..actions.rows import ROWS
from ..actions.saving import save_changes
from ..actions.saving import settle as settle_aside
from ..forms.registry import SECTION_FORMS, section_form
from ..models import SetAside
from ..sections import url_of
from .row_forms import form_of
from .shell import find

FAMILY_OF = {model.prefix: family for family, model in ROWS.items()}


@require_POST
def settle(request, dossier_id, pk):
    """Put the set-aside text in place, or leave the newer one; both stay in the history."""
    dossier = find(request, dossier_id, "dossier.edit")
    aside = get_object_or_404(SetAside, dossier=dossier, pk=pk, settled_at=None)
    now = timezone.now()
    if request.POST.get("choice") == "mine":
        _put_in_place(dossier, aside, by=request.user, at=now)
    settle_aside(aside, at=now)
    return redirect(f"{url_of(dossier, aside.section)}#section")


def _put_in_place(dossier, aside, *, by, at):
    form = _form(dossier, aside)
    form.keep_only({aside.field})
    if form.is_valid():
        version = dossier.sections.get(code=aside.section).version
        changes = form.changes()
        save_changes(dossier, aside.section, changes, row=aside.row, version=version, by=by, at=at)


def _form(dossier, aside):
    """The field's own form, over the text that was set aside."""
    data = {aside.field: aside.text}
    if not aside.row and aside.section in SECTION_FORMS:
        return section_form(dossier, aside.section, data)
    family = FAMILY_OF[aside.row[0]]
    row = get_object_or_404(ROWS[family], dossier=dossier, pk=aside.row[1:])
    return form_of(dossier, family, row, data)
