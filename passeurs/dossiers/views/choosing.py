"""Choosing between two texts written for the same field."""

import json

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from passeurs.core.refusals import Refused

from ..actions.rows import ROWS
from ..actions.saving import save_changes
from ..actions.saving import settle as settle_aside
from ..forms.budget import BudgetForm
from ..forms.registry import SECTION_FORMS, section_form
from ..models import SetAside
from ..sections import url_of
from .row_forms import form_of
from .shell import find

FAMILY_OF = {model.prefix: family for family, model in ROWS.items()}
NO_LONGER_FITS = (
    "Ce texte ne convient plus à son champ\u00a0: il reste ici, recopiez ce qui vous sert."
)


@require_POST
def settle(request, dossier_id, pk):
    """Put the set-aside text in place, or leave the newer one; both stay in the history."""
    dossier = find(request, dossier_id, "dossier.edit")
    aside = get_object_or_404(SetAside, dossier=dossier, pk=pk, settled_at=None)
    now = timezone.now()
    try:
        if request.POST.get("choice") == "mine":
            _put_in_place(dossier, aside, by=request.user, at=now)
        settle_aside(aside, at=now)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect(f"{url_of(dossier, aside.section)}#section")


def _put_in_place(dossier, aside, *, by, at):
    form = _form(dossier, aside)
    form.keep_only({aside.field})
    if not form.is_valid():
        raise Refused(NO_LONGER_FITS)
    version = dossier.sections.get(code=aside.section).version
    changes = form.changes()
    save_changes(dossier, aside.section, changes, row=aside.row, version=version, by=by, at=at)


def _form(dossier, aside):
    """The field's own form, over the text that was set aside (a list was kept as JSON)."""
    empty = _form_over(dossier, aside, None)
    several = isinstance(empty.fields.get(aside.field), forms.MultipleChoiceField)
    value = json.loads(aside.text) if several else aside.text
    return _form_over(dossier, aside, {aside.field: value})


def _form_over(dossier, aside, data):
    if aside.row:
        family = FAMILY_OF[aside.row[0]]
        row = get_object_or_404(ROWS[family], dossier=dossier, pk=aside.row[1:])
        return form_of(dossier, family, row, data)
    if aside.section in SECTION_FORMS:
        return section_form(dossier, aside.section, data)
    return BudgetForm(data, dossier=dossier, lines=list(dossier.budgetlines.all()))
