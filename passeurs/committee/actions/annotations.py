"""Notes of one's own on the dossiers one reads."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.saving import Saved
from passeurs.dossiers.changes import Change

from ..models import Annotation, Passage
from ..queries.reading import notes_of, readable
from .reading import told_apart

KEPT = timedelta(days=183)
"""After the sitting's day."""
GONE = "Ce dossier ne passe plus, ou vous en êtes écarté\u00a0: votre note n’est pas enregistrée."


@transaction.atomic
def annotate(passage: Passage, changes: Sequence[Change], *, by: User, at: datetime) -> Saved:
    """Keep one's notes on a dossier, by part; an empty one is gone. Journaled nowhere.

    What another window of the same person wrote meanwhile is told back with both texts. Raises
    `Refused` for a dossier that one may no longer read.
    """
    if not readable(passage.sitting, by).filter(pk=passage.pk).exists():
        raise Refused(GONE)
    kept, conflicts = told_apart(notes_of(passage, by), changes)
    for change in kept:
        _write(passage, change, by=by, at=at)
    return Saved(0, at, [one.name for one in kept], conflicts)


def _write(passage: Passage, change: Change, *, by: User, at: datetime) -> None:
    rows = Annotation.objects.filter(user=by, passage=passage, part=change.name.partition("-")[2])
    if not change.value.strip():
        rows.delete()
    elif not rows.update(text=change.value, touched_at=at):
        part = change.name.partition("-")[2]
        Annotation.objects.create(
            user=by, passage=passage, part=part, text=change.value, touched_at=at
        )


def forget_annotations(*, at: datetime) -> int:
    """Erase the notes of the sittings held more than six months ago; how many."""
    found = Annotation.objects.filter(passage__sitting__ends_at__lt=at - KEPT)
    return found.delete()[0]
