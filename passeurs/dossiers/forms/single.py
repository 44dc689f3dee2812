"""Every field of a dossier one by one: its place, its words, what it says, and its form alone."""

import json
from dataclasses import dataclass, field
from types import SimpleNamespace

from django import forms

from ..actions.asides import FILE, Fields
from ..actions.corrections import Chosen, fields_of
from ..actions.rows import FAMILY_OF, ROWS
from ..queries.content import content_of
from ..queries.documents import slots_of
from ..queries.history import names_for, row_names
from ..sections import SCREENS
from .answers import PREFIX
from .budget import BudgetForm
from .registry import SECTION_FORMS, questions_form, section_form
from .row_forms import form_of, forms_of
from .speech import Speech

FOLLOWING = {"lat", "lon", "place_proof", "add_film", "free_film"}
"""What no sentence can ask of by itself: it follows from another field."""


WHOSE = {"representative": "Représentant légal", "contact": "Personne à joindre"}
"""Of whom a structure's card says « Nom » again."""


@dataclass
class Spot:
    """One field: its place as the history names it, its words, its value in words."""

    section: str
    row: str
    field: str
    label: str
    row_name: str
    value: str
    words: str = ""
    is_chosen: bool = False

    @property
    def place(self):
        return self.section, self.row, self.field

    @property
    def key(self):
        return "|".join(self.place)

    @property
    def chosen(self):
        return Chosen(self.section, self.row, self.field, self.label, self.row_name)


@dataclass
class Group:
    """A row's fields, or a section's own (no name)."""

    name: str
    spots: list = field(default_factory=list)

    @property
    def is_begun(self):
        return any(spot.is_chosen for spot in self.spots)

    @property
    def filled(self):
        return [spot for spot in self.spots if spot.value]

    @property
    def empty(self):
        return [spot for spot in self.spots if not spot.value]


@dataclass
class Part:
    """A section and its groups."""

    code: str
    title: str
    groups: list

    @property
    def is_begun(self):
        return any(group.is_begun for group in self.groups)


def parts_of(dossier):
    """The dossier read section by section, each field with what it says now."""
    names, spots = row_names(dossier), {}
    for screen in SCREENS:
        spots[screen.code] = [*_of_section(dossier, screen.code, names)]
    _word(dossier, [spot for found in spots.values() for spot in found])
    return [Part(screen.code, screen.label, _grouped(spots[screen.code])) for screen in SCREENS]


def spots_of(dossier):
    """Place → its field."""
    parts = parts_of(dossier)
    return {spot.place: spot for part in parts for group in part.groups for spot in group.spots}


def values_for(dossier, items):
    """Item → what its field says now, as the history keeps it; None where the field is gone."""
    spots = spots_of(dossier)
    return {item.pk: spots[item.place].value if item.place in spots else None for item in items}


def _grouped(spots):
    groups = {}
    for spot in spots:
        groups.setdefault(spot.row, Group(spot.row_name)).spots.append(spot)
    return list(groups.values())


def _of_section(dossier, code, names):
    if code in SECTION_FORMS:
        yield from _of_form(section_form(dossier, code), code)
    elif code == "budget":
        lines = content_of(dossier).lines
        yield from _of_form(BudgetForm(dossier=dossier, lines=lines), code)
        yield from _of_funders(dossier, lines, names)
    else:
        found = forms_of(dossier, code)
        for form in [*found["forms"], *found.get("people_forms", ())]:
            yield from _of_row(form, code, names)
    if code not in SECTION_FORMS:
        yield from _of_form(questions_form(dossier, code), code)
    if code == "documents":
        yield from _of_slots(dossier)


def _of_funders(dossier, lines, names):
    for line in lines:
        if line.scope == "project" and line.funder_kind not in {"", "drac", "own"}:
            form = form_of(dossier, "funders", line, None)
            yield from _of_row(form, "budget", names)


def _of_row(form, code, names):
    key = form.instance.key
    family = {"p": "Partenaire", "h": "Intervenant", "a": "Action", "f": "Financeur"}[key[:1]]
    name = names.get(key) or "sans nom"
    yield from _of_form(form, code, key, f"{family} « {name} »")


def _of_form(form, code, row="", row_name=""):
    for name, bound in form.fields.items():
        if name not in FOLLOWING:
            value = form.change_of(name, None).before
            value = "" if value in {"[]", "{}"} else value
            yield Spot(code, row, name, _label(code, name, bound), row_name, value)


def _label(code, name, bound):
    label, whose = str(bound.label or name), WHOSE.get(name.partition("_")[0])
    return f"{whose}, {label[:1].lower()}{label[1:]}" if whose and code == "structure" else label


def _of_slots(dossier):
    for slot in slots_of(dossier):
        target = slot.person or slot.partner
        value = "\n".join(sorted(one.file.original_name for one in slot.files))
        name = f"Pièces de « {target.name or 'sans nom'} »" if target else ""
        row = target.key if target else ""
        yield Spot("documents", row, f"{FILE}{slot.kind}", slot.label, name, value, value)


def _word(dossier, spots):
    told = [SimpleNamespace(field=spot.field, before=spot.value, after="") for spot in spots]
    speech = Speech(dossier, names_for(dossier, told))
    for spot in spots:
        if not spot.words:
            spot.words = speech.words(*spot.place, spot.value)


def form_at(dossier, item, data=None):
    """The form of an item's field alone; None where its row or its field is gone."""
    row = row_at(dossier, item)
    if item.row and row is None:
        return None
    form = _form_over(dossier, item, row, data)
    names = set(fields_of(item))
    if not names & set(form.fields):
        return None
    form.keep_only(names)
    return form


def changes_to(dossier, item, text):
    """The changes that make an item's field say a text, as the history keeps it.

    None of them where its row is gone, or where the field takes that text no longer.
    """
    row = row_at(dossier, item)
    if item.field == "films" and row is not None:
        form = _form_over(dossier, item, row, None)
        return [form.change("films", json.loads(text) if text else [])]
    empty = form_at(dossier, item)
    if empty is None:
        return []
    several = isinstance(empty.fields.get(item.field), forms.MultipleChoiceField)
    given = (json.loads(text) if text else []) if several else text
    form = _form_over(dossier, item, row, {item.field: given})
    form.keep_only({item.field})
    return form.changes() if form.is_valid() else []


def row_at(dossier, item):
    """The row of an item, None where there is none or none any more."""
    family = FAMILY_OF.get(item.row[:1])
    if family is None:
        return None
    rows = ROWS[family].objects.select_related("dossier__edition")
    return rows.filter(dossier=dossier, pk=item.row[1:]).first()


def _form_over(dossier, item, row, data):
    if item.field.startswith(PREFIX):
        form = questions_form(dossier, item.section, data)
    elif row is not None:
        form = form_of(dossier, FAMILY_OF[row.prefix], row, data)
    elif item.section in SECTION_FORMS:
        form = section_form(dossier, item.section, data)
    else:
        form = BudgetForm(data, dossier=dossier, lines=list(dossier.budgetlines.all()))
    form.auto_id = f"champ-{item.pk}-%s"
    return form


def slot_at(dossier, item):
    """The slot of an item that asks for a document; None where it is gone."""
    for slot in slots_of(dossier):
        target = slot.person or slot.partner
        same = item.row == (target.key if target else "")
        if same and item.field == f"{FILE}{slot.kind}":
            return slot
    return None


FIELDS = Fields(values=values_for, changes=changes_to)
