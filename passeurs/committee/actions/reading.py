"""Reading a dossier for the sitting: marks saved as they are typed, then given."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.saving import Conflict, Saved
from passeurs.dossiers.changes import Change, as_text

from ..enums import State
from ..marking import lacks, score_of
from ..models import Mark, Passage, Reading
from ..queries.reading import grid_for, marks_by_code, readable, said, seat_that_reads
from .sittings import hold, journal

CLOSED = (
    "La lecture est close\u00a0: les notes ne changent plus. Ce que vous avez écrit reste affiché "
    "ici."
)
GONE = "Ce dossier ne passe plus, ou vous en êtes écarté\u00a0: il ne se lit plus."
NO_VOICE = "Vous n’avez pas de siège qui note dans cette séance."
GIVEN = "Votre lecture est rendue\u00a0: reprenez-la pour la changer."


@transaction.atomic
def save_reading(passage: Passage, changes: Sequence[Change], *, by: User, at: datetime) -> Saved:
    """Write the marks and comments that nobody changed since the page showed them.

    One that another window of the same person wrote meanwhile is told back with both texts.
    Raises `Refused` once the reading is closed or given, or for a dossier one may not read.
    """
    reading = _held(passage, by)
    if reading.is_given:
        raise Refused(GIVEN)
    kept, conflicts = told_apart(said(reading), changes)
    if kept:
        _write(reading, kept, at=at)
    return Saved(reading.version, at, [one.name for one in kept], conflicts)


@transaction.atomic
def give_reading(passage: Passage, *, by: User, at: datetime) -> Reading:
    """Give one's reading: from now on it counts. Journaled, without the marks.

    Raises `Refused` with what it still lacks (`marking.lacks`).
    """
    reading = _held(passage, by)
    if reading.is_given:
        return reading
    grid, marks = grid_for(passage.sitting), marks_by_code(reading)
    values = {code: one.value for code, one in marks.items() if one.value is not None}
    if lacking := lacks(grid, values, {code: one.comment for code, one in marks.items()}):
        raise Refused(*lacking)
    if not grid and not reading.comment.strip():
        raise Refused("Écrivez votre avis d’ensemble avant de rendre votre lecture.")
    reading.given_at, reading.score = at, score_of(grid, values)
    reading.save(update_fields=["given_at", "score"])
    journal("reading_given", passage.sitting, by=by, at=at, data={"passage": passage.pk})
    return reading


@transaction.atomic
def take_reading_back(passage: Passage, *, by: User, at: datetime) -> None:
    """Take one's reading back to change it: until it is given again, it does not count."""
    reading = _held(passage, by)
    if not reading.is_given:
        return
    reading.given_at = reading.score = None
    reading.save(update_fields=["given_at", "score"])
    journal("reading_taken_back", passage.sitting, by=by, at=at, data={"passage": passage.pk})


def _held(passage: Passage, by: User) -> Reading:
    """One's own reading, made the first time, kept from other writers until the end."""
    sitting = hold(passage.sitting)
    if sitting.state != State.READING:
        raise Refused(CLOSED)
    seat = seat_that_reads(sitting, by)
    if seat is None:
        raise Refused(NO_VOICE)
    if not readable(sitting, by).filter(pk=passage.pk).exists():
        raise Refused(GONE)
    passage.sitting = sitting
    made, _ = Reading.objects.get_or_create(passage=passage, seat=seat)
    return made


def told_apart(
    now: Mapping[str, Any], changes: Sequence[Change]
) -> tuple[list[Change], dict[str, Conflict]]:
    """The changes to write, and those whose field is no longer what the page showed."""
    kept, conflicts = [], {}
    for change in changes:
        change.before = as_text(now.get(change.name))
        if change.after in {change.before, change.shown}:
            continue
        if change.is_read_before:
            kept.append(change)
        else:
            conflicts[change.name] = Conflict(theirs=change.before, mine=change.after, by="")
    return kept, conflicts


def _write(reading: Reading, kept: Sequence[Change], *, at: datetime) -> None:
    for change in kept:
        part, _, code = change.name.partition("-")
        if part == "comment":
            reading.comment = change.value
        else:
            column = "value" if part == "note" else "comment"
            Mark.objects.update_or_create(
                reading=reading, criterion=code, defaults={column: change.value}
            )
    reading.version += 1
    reading.touched_at = at
    reading.save(update_fields=["comment", "version", "touched_at"])
