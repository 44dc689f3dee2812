"""Who wrote what in a dossier: each change, and the words its page needs."""

import json
from dataclasses import dataclass
from typing import Any

from passeurs.films.models import ListedFilm
from passeurs.territories.models import Commune

from ..models import FieldChange

ROW_NAMES = {"partners": "name", "persons": "name", "actions": "title", "budgetlines": "funder"}
FILM_FIELDS = {"films", "add_film"}


@dataclass(frozen=True)
class Asked:
    """What a history is narrowed to; empty for all of it."""

    section: str = ""
    row: str = ""
    field: str = ""
    by: str = ""


def changes_of(dossier, asked):
    """The changes of a dossier, last first; an unknown narrowing finds none."""
    found = FieldChange.objects.filter(dossier=dossier).select_related("by")
    if asked.section:
        found = found.filter(section=asked.section)
    if asked.field:
        found = found.filter(row=asked.row, field=asked.field)
    if asked.by.isdecimal() and len(asked.by) < 10:  # noqa: PLR2004 - what a key may hold
        found = found.filter(by=int(asked.by))
    elif asked.by:
        found = found.filter(by=None, signature=asked.by)
    return found


def authors_of(dossier):
    """(what to ask, name) of everybody who ever wrote here."""
    rows = FieldChange.objects.filter(dossier=dossier).order_by()
    rows = rows.values_list("by", "by__first_name", "by__last_name", "signature").distinct()
    found = {
        str(pk or signature): signature if pk is None else f"{first} {last}".strip()
        for pk, first, last, signature in rows
    }
    return sorted(found.items(), key=lambda one: one[1])


def row_names(dossier):
    """Row key → its name, those of rows that are gone included."""
    gone = FieldChange.objects.filter(dossier=dossier, field="row").exclude(before="")
    found = dict(gone.order_by("pk").values_list("row", "before"))
    for rows, name in ROW_NAMES.items():
        model = getattr(dossier, rows)
        for pk, text in model.values_list("pk", name):
            found[f"{model.model.prefix}{pk}"] = text
    return found


def names_for(dossier, changes):
    """Field → its codes' words, for the fields whose codes only the database names."""
    films = _films(changes)
    return {
        "practitioners": _people(dossier, changes),
        "commune": _communes(changes),
        "films": films,
        "add_film": films,
    }


def _people(dossier, changes):
    if not any(change.field == "practitioners" for change in changes):
        return {}
    return {str(pk): name or "Sans nom" for pk, name in dossier.persons.values_list("pk", "name")}


def _communes(changes):
    codes = _texts(changes, {"commune"})
    return {one.pk: str(one) for one in Commune.objects.filter(pk__in=codes)} if codes else {}


def _films(changes):
    codes = {code for text in _texts(changes, FILM_FIELDS) for code in _codes(text)}
    listed = {int(code) for code in codes if code.isdecimal()}
    rows = ListedFilm.objects.filter(pk__in=listed).select_related("film") if listed else ()
    titles = {str(row.pk): row.film.title for row in rows}
    return titles | {code: code[1:] for code in codes if code.startswith("~")}


def _codes(text):
    found: Any = json.loads(text) if text.startswith("[") else text
    return found if isinstance(found, list) else [str(found)]


def _texts(changes, fields):
    held = [(one.before, one.after) for one in changes if one.field in fields]
    return {text for pair in held for text in pair if text}
