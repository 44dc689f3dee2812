"""A structure on the page: its numbers spaced, its card as lines."""

import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

LINES = (
    "name",
    "acronym",
    "legal_status",
    "actor_kind",
    "rna",
    "ape",
    "street",
    "postcode",
    "email",
    "phone",
    "website",
)


@register.filter
def siret(number):
    """« 123 456 789 00012 », which may break where there is no room."""
    number = number or ""
    parts = (number[:3], number[3:6], number[6:9], number[9:])
    return " ".join(part for part in parts if part)


@register.filter
def card_lines(structure):
    """(label, value) of what a reader sees, in the order of the form."""
    lines = [(_label(structure, name), _shown(structure, name)) for name in LINES]
    people = [
        ("Représentée par", _person(structure, "representative")),
        ("Personne à appeler", _person(structure, "contact")),
    ]
    return [*lines[:8], ("Commune", structure.city), *lines[8:], *people]


@register.filter
def breakable(text):
    """A long address may go to the next line after its « @ » and its dots."""
    parts = re.split(r"(?<=[@./])(?=\w)", str(text))
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


def _label(structure, name):
    label = structure._meta.get_field(name).verbose_name  # noqa: SLF001 - public in all but name
    return label[:1].upper() + label[1:]


def _shown(structure, name):
    display = getattr(structure, f"get_{name}_display", None)
    return display() if display else getattr(structure, name)


def _person(structure, prefix):
    names = ("first_name", "last_name")
    name = " ".join(filter(None, (getattr(structure, f"{prefix}_{part}") for part in names)))
    details = (getattr(structure, f"{prefix}_{part}") for part in ("role", "phone", "email"))
    return ", ".join(filter(None, (name, *details)))
