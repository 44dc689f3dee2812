"""Rows added, removed, duplicated and moved: partners, people, actions."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Max, Value
from django.db.models.functions import Coalesce

from passeurs.core.refusals import Refused

from ..models import (
    Action,
    ActionFilm,
    ActionPerson,
    Attachment,
    BudgetLine,
    Dossier,
    Partner,
    Person,
)
from ..workflow import NOT_EDITABLE, stamp
from .noting import note

ROWS: dict[str, Any] = {
    "partners": Partner,
    "people": Person,
    "actions": Action,
    "funders": BudgetLine,
}
FAMILY_OF = {model.prefix: family for family, model in ROWS.items()}
SECTION_OF = {
    "partners": "partners",
    "people": "actions",
    "actions": "actions",
    "funders": "budget",
}
NEW_FUNDER = {
    "scope": "project",
    "side": "product",
    "code": "74com",
    "funder_kind": "commune",
    "amount": 0,
    "status": "asked",
}
MOST_ROWS = 60
NAMED_BY = ("title", "name", "funder")
ADDED, REMOVED = "ajouté", "retiré"


@transaction.atomic
def add_row(dossier: Dossier, family: str, *, by: Any, at: datetime, **values: Any) -> Any:
    """Add an empty row at the end. Raises `Refused` past sixty rows or when not editable."""
    refuse_unless_editable(dossier, at=at)
    _refuse_past_the_most(dossier, family)
    model = ROWS[family]
    values = NEW_FUNDER | values if family == "funders" else values
    row = model.objects.create(dossier=dossier, position=_last(model, dossier) + 1, **values)
    _note(dossier, family, row, "row", "", ADDED, by=by, at=at)
    return row


@transaction.atomic
def remove_row(row: Any, family: str, *, by: Any, at: datetime) -> None:
    """Remove a row; what it said stays in the history, its files where they were filed."""
    dossier = row.dossier
    refuse_unless_editable(dossier, at=at)
    _note(dossier, family, row, "row", str(_summary(row)), REMOVED, by=by, at=at)
    _take_files_out(row, family, at=at)
    row.delete()


@transaction.atomic
def duplicate_action(action: Action, *, by: Any, at: datetime) -> Action:
    """Copy an action just after itself, with its people and films. Raises `Refused` as adding."""
    dossier = action.dossier
    refuse_unless_editable(dossier, at=at)
    _refuse_past_the_most(dossier, "actions")
    people = list(ActionPerson.objects.filter(action=action).values_list("person", flat=True))
    films = list(ActionFilm.objects.filter(action=action))
    copy = Action.objects.get(pk=action.pk)
    copy.pk, copy.title = None, f"{action.title} (copie)"[:200]
    copy.save(force_insert=True)
    ActionPerson.objects.bulk_create(ActionPerson(action=copy, person_id=pk) for pk in people)
    ActionFilm.objects.bulk_create(
        ActionFilm(action=copy, listed_film=film.listed_film, free_title=film.free_title)
        for film in films
    )
    _renumber(dossier, Action, copy, action.position + 1)
    _note(dossier, "actions", copy, "row", "", f"copie de {action.key}", by=by, at=at)
    return copy


@transaction.atomic
def move_row(row: Any, family: str, step: int, *, by: Any, at: datetime) -> None:
    """Move a row up (-1) or down (+1) by one place; at the ends nothing happens."""
    refuse_unless_editable(row.dossier, at=at)
    rows = list(type(row).objects.filter(dossier=row.dossier))
    place = rows.index(row)
    other = place + step
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    _save_order(rows)
    _note(row.dossier, family, row, "position", str(place + 1), str(other + 1), by=by, at=at)


def refuse_unless_editable(dossier: Dossier, *, at: datetime) -> None:
    if not dossier.is_editable or dossier.edition.is_closed(at=at):
        raise Refused(NOT_EDITABLE)


def _refuse_past_the_most(dossier: Dossier, family: str) -> None:
    rows = ROWS[family].objects.filter(dossier=dossier)
    if family == "funders":
        rows = rows.filter(scope="project").exclude(funder_kind__in=["", "drac", "own"])
    if rows.count() >= MOST_ROWS:
        raise Refused(f"Un dossier ne compte pas plus de {MOST_ROWS} lignes de cette sorte.")


def _take_files_out(row: Any, family: str, *, at: datetime) -> None:
    """The files joined for somebody leave with them, and stay where they were filed."""
    if of := {"people": "person", "partners": "partner"}.get(family):
        files = Attachment.objects.filter(**{of: row})
        files.update(
            **{of: None}, removed_at=Coalesce("removed_at", Value(at, output_field=DateTimeField()))
        )


def _last(model: Any, dossier: Dossier) -> int:
    found = model.objects.filter(dossier=dossier).aggregate(last=Max("position"))["last"]
    return int(found or 0)


def _renumber(dossier: Dossier, model: Any, row: Any, position: int) -> None:
    others = [other for other in model.objects.filter(dossier=dossier) if other.pk != row.pk]
    place = next((i for i, other in enumerate(others) if other.position >= position), len(others))
    others.insert(place, row)
    _save_order(others)


def _save_order(rows: list[Any]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    type(rows[0]).objects.bulk_update(rows, ["position"])


def _summary(row: Any) -> str:
    return next((str(text) for name in NAMED_BY if (text := getattr(row, name, ""))), "")


def _note(  # noqa: PLR0913 - what the history keeps
    dossier: Dossier,
    family: str,
    row: Any,
    field: str,
    before: str,
    after: str,
    *,
    by: Any,
    at: datetime,
) -> None:
    """Keep what happened to the row, in its section's history."""
    section = SECTION_OF[family]
    note(dossier, section, row=row.key, field=field, before=before, after=after, by=by, at=at)
    stamp(dossier, at=at)
