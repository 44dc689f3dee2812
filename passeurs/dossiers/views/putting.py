"""A text of the past put in place again, through the form of its own field."""

import json

from django import forms
from django.shortcuts import get_object_or_404

from passeurs.core.refusals import Refused

from ..actions.rows import FAMILY_OF, ROWS
from ..actions.saving import save_changes
from ..forms.answers import PREFIX
from ..forms.budget import BudgetForm
from ..forms.registry import SECTION_FORMS, questions_form, section_form
from ..forms.row_forms import form_of
from .rows import AFTER

NO_LONGER_FITS = (
    "Ce texte ne convient plus à son champ\u00a0: il reste ici, recopiez ce qui vous sert."
)


def put_in_place(dossier, written, text, *, by, at):
    """Save a text in the field that `written` (a set-aside text, a change) is about.

    Raises `Refused` when the field no longer takes it, `Http404` when its row is gone.
    """
    row = _row_of(dossier, written.row)
    form = _form(dossier, written, row, text)
    form.keep_only({written.field})
    if not form.is_valid():
        raise Refused(NO_LONGER_FITS)
    keeper = AFTER.get(FAMILY_OF.get(written.row[:1], ""))
    return save_changes(
        dossier,
        written.section,
        form.changes(),
        row=written.row,
        version=dossier.sections.get(code=written.section).version,
        by=by,
        at=at,
        then=keeper(row) if keeper else None,
    )


def _row_of(dossier, key):
    if not key:
        return None
    model = ROWS[FAMILY_OF[key[0]]].objects.select_related("dossier__edition")
    return get_object_or_404(model, dossier=dossier, pk=key[1:])


def _form(dossier, written, row, text):
    """The field's own form, over a text as the history keeps it (a list is kept as JSON)."""
    empty = _form_over(dossier, written, row, None)
    several = isinstance(empty.fields.get(written.field), forms.MultipleChoiceField)
    value = (json.loads(text) if text else []) if several else text
    return _form_over(dossier, written, row, {written.field: value})


def _form_over(dossier, written, row, data):
    section = written.section
    if written.field.startswith(PREFIX):
        return questions_form(dossier, section, data)
    if row is not None:
        return form_of(dossier, FAMILY_OF[row.prefix], row, data)
    if section in SECTION_FORMS:
        return section_form(dossier, section, data)
    return BudgetForm(data, dossier=dossier, lines=list(dossier.budgetlines.all()))
