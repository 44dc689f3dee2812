"""How a field and its values are told to people: the words of the forms, wherever they are read."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms

from passeurs.core.fields import AmountField
from passeurs.core.typography import euros, french_date

from ..actions.rows import ADDED, REMOVED
from ..models import Action, BudgetLine, Partner, Person
from ..sections import BY_CODE
from .answers import PREFIX, NumberField
from .base import CodesField, YesNoField
from .budget import BudgetForm, FunderForm
from .registry import SECTION_FORMS, questions_form, section_form
from .rows import ActionForm, PartnerForm, PersonForm

ROW_FORMS = {"p": (PartnerForm, Partner), "h": (PersonForm, Person), "f": (FunderForm, BudgetLine)}
FAMILIES = {"p": "Partenaire", "h": "Intervenant", "a": "Action", "f": "Financeur"}
ONE_OF = {"p": "un partenaire", "h": "un intervenant", "a": "une action", "f": "un financeur"}
OF_ROWS = {"row": "La ligne entière", "position": "La place dans la liste"}
ONE_BY_ONE = {"films", "add_film", "free_film"}
FILE = "file:"
GONE = "retiré depuis"
NOT_TOLD = "Autre réponse"
WITHDRAWN = "Question retirée de l’appel"
QUESTIONS = "questions of "


class Speech:
    """The words of one dossier's forms; each form is built once, without a question.

    `names` gives words, field by field, to what only the database names: people, films, communes.
    """

    def __init__(self, dossier, names=None):
        self.dossier, self.names, self.forms = dossier, names or {}, {}

    def label(self, section, row, field):
        """A field's label, as its screen writes it; the section's when there is no field."""
        if not field:
            return BY_CODE[section].label if section in BY_CODE else ""
        if field in OF_ROWS:
            return OF_ROWS[field]
        if field.startswith(FILE):
            return self._document(field.removeprefix(FILE))
        found = self._field(section, row, field)
        return str(found.label or field) if found else self._not_told(field)

    def family(self, row):
        """What a row is: « Partenaire », « Action »…; "" for a section without rows."""
        return FAMILIES.get(row[:1], "")

    def of_row(self, row, before, after):
        """What became of a whole row: « a ajouté un partenaire »."""
        verb = {REMOVED: "a retiré", ADDED: "a ajouté"}.get(after, "a copié")
        one = ONE_OF.get(row[:1], "une ligne")
        return f"{verb} {one} « {before} »" if before else f"{verb} {one}"

    def words(self, section, row, field, text):
        """A value, as the history keeps it, in words."""
        if not text or field in OF_ROWS or field.startswith(FILE):
            return text
        found = self._field(section, row, field)
        return _told(found, text, self.names.get(field, {})) if found else text

    def is_prose(self, section, row, field):
        """Whether a field holds words of one's own, to be compared word by word."""
        found = self._field(section, row, field)
        return type(found) is forms.CharField and isinstance(found.widget, forms.Textarea)

    def may_go_back(self, change):
        """Whether an earlier text of the field may be put back: one that stands alone."""
        if change.field in OF_ROWS or change.field in ONE_BY_ONE or change.field.startswith(FILE):
            return False
        return self._field(change.section, change.row, change.field) is not None

    def _document(self, kind):
        rows = self.dossier.edition.document().get("documents", [])
        labels = {row["kind"]: row["label"] for row in rows}
        return labels.get(kind, "Pièce")

    def _field(self, section, row, name):
        """The field of that name, None where its form no longer has it."""
        asks = QUESTIONS if name.startswith(PREFIX) else ""
        return self._form(f"{asks}{section}", row).fields.get(name)

    def _not_told(self, field):
        return WITHDRAWN if field.startswith(PREFIX) else NOT_TOLD

    def _form(self, section, row):
        key = row[:1] or section
        if key not in self.forms:
            self.forms[key] = self._build(section, row[:1])
        return self.forms[key]

    def _build(self, section, prefix):
        options = {"edition": self.dossier.edition, "dossier": self.dossier}
        if prefix == "a":
            return ActionForm(instance=Action(), **options)
        if prefix in ROW_FORMS:
            form_class, model = ROW_FORMS[prefix]
            return form_class(instance=model(), **options)
        if section.startswith(QUESTIONS):
            return questions_form(self.dossier, section.removeprefix(QUESTIONS))
        if section in SECTION_FORMS:
            return section_form(self.dossier, section)
        if section == "budget":
            return BudgetForm(dossier=self.dossier, lines=[])
        return forms.Form()


def _told(field, text, names):
    """A stored text as the field's own reader would say it; what does not fit is told as it is."""
    try:
        return _as_kind(field, text, names)
    except (ValueError, InvalidOperation):
        return text


def _as_kind(field, text, names):
    match field:
        case YesNoField():
            return "Oui" if text == "true" else "Non"
        case CodesField():
            known = {str(code): label for code, label in field.choices}
            return ", ".join(known.get(code) or names.get(code, GONE) for code in json.loads(text))
        case forms.ChoiceField():
            known = {str(code): str(label) for code, label in field.choices}
            return known.get(text) or names.get(text, text)
        case NumberField() | AmountField():
            return text.replace(".", ",") if type(field) is NumberField else euros(Decimal(text))
        case forms.DateField():
            return french_date(date.fromisoformat(text))
    return names.get(text, text)
