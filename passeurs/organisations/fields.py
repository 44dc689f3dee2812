"""A commune as people write it, a number as they paste it."""

import re

from django import forms

from passeurs.organisations.validators import compact
from passeurs.territories.models import Commune
from passeurs.territories.rules import search_terms

INSEE = re.compile(r"\b(?:\d{5}|2[AB]\d{3})\b")
DEPARTMENT = re.compile(r"\((\d{2,3}|2[AB])\)")
MANY = "Plusieurs communes portent ce nom\u00a0: ajoutez le code postal."
NONE = (
    "Cette commune n’est pas dans la liste\u00a0: écrivez son nom en entier, avec son code postal."
)


class CompactField(forms.CharField):
    """A SIRET or an RNA: spaces, dots and dashes of a pasted number are dropped."""

    def to_python(self, value):
        return compact(super().to_python(value))


class CommuneField(forms.CharField):
    """« Cahors », « 46000 Cahors », « Cahors (46) » or an INSEE code, read as a Commune.

    What is shown again is what was typed. While no commune is loaded, the answer is None.
    """

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 120)
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {
            "autocomplete": "off",
            "data-picker": "/communes/",
        }

    def prepare_value(self, value):
        return str(value) if isinstance(value, Commune) else value

    def clean(self, value):
        text = super().clean(value)
        return commune_named(text) if text else None

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != (data or "").strip()


def commune_named(text):
    """The one commune this text names; ValidationError when it names none or several."""
    found = _candidates(text)
    if len(found) == 1:
        return found[0]
    if not found and not Commune.objects.exists():
        return None
    raise forms.ValidationError(MANY if found else NONE, code="commune")


def _candidates(text):
    code = next(iter(INSEE.findall(text.upper())), "")
    department = next(iter(DEPARTMENT.findall(text.upper())), "")
    name = " ".join(search_terms(DEPARTMENT.sub(" ", INSEE.sub(" ", text))))
    if not name:
        return list(Commune.objects.filter(insee=code))
    rows = Commune.objects.filter(search__startswith=f" {name} |")
    if department:
        rows = rows.filter(department=department)
    return [row for row in rows if not code or code == row.insee or code in row.postcodes]
