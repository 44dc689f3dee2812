"""Making a reader's copy of the file of a sitting, at once or by the worker."""

from datetime import datetime, timedelta

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.notifications.actions import notify

from ..enums import Making
from ..models import Sitting, SittingFile
from ..printing.file import file_pdf
from ..queries.file import binder_of, fingerprint_of, seen_by
from .sittings import journal

KEPT = timedelta(days=7)
LOST_AFTER = timedelta(minutes=10)
"""A copy that nobody finished by then may be asked for again."""

EMPTY = "Aucun dossier n’est encore à l’ordre de passage\u00a0: il n’y a rien à mettre en PDF."
ALREADY = "Votre dossier de séance se prépare déjà\u00a0: un courriel vous dira quand il est prêt."


@transaction.atomic
def ask_file(sitting: Sitting, *, by: User, at: datetime) -> SittingFile:
    """Note that this reader wants a copy, in place of the one before. Journaled.

    Raises `Refused` while one is being made, or when there is no dossier to put in it.
    """
    Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    if not seen_by(sitting, by):
        raise Refused(EMPTY)
    before = SittingFile.objects.filter(sitting=sitting, reader=by)
    if before.filter(state=Making.WAITING, asked_at__gt=at - LOST_AFTER).exists():
        raise Refused(ALREADY)
    before.delete()
    made = SittingFile.objects.create(sitting=sitting, reader=by, asked_at=at)
    journal("file_asked", sitting, by=by, at=at)
    return made


def make_file(file: SittingFile, *, at: datetime, tells: bool = False) -> None:
    """Print the copy as its reader may read the sitting now, and keep it a week.

    What changes while it is printed makes it stale: the fingerprint is taken first. With `tells`,
    the reader gets an e-mail, once.
    """
    sitting, reader = file.sitting.read_once(), file.reader
    fingerprint, seen = fingerprint_of(sitting, reader), seen_by(sitting, reader)
    content = file_pdf(binder_of(sitting, reader, at=at), reader, at=at)
    with transaction.atomic():
        rows = SittingFile.objects.filter(pk=file.pk, state=Making.WAITING)
        is_kept = rows.update(
            state=Making.DONE,
            made_at=at,
            seen=seen,
            fingerprint=fingerprint,
            size=len(content),
            content=content,
        )
        if tells and is_kept:
            _tell(file, at=at)


def fail_file(file: SittingFile) -> None:
    SittingFile.objects.filter(pk=file.pk).update(state=Making.FAILED)


def forget_files(*, at: datetime) -> int:
    """Erase the copies past their week; how many."""
    return SittingFile.objects.filter(asked_at__lte=at - KEPT).delete()[0]


def _tell(file: SittingFile, *, at: datetime) -> None:
    notify(
        [file.reader],
        "committee/emails/file_ready",
        {"sitting": file.sitting, "edition": file.sitting.edition},
        key=f"sitting.file_ready:{file.pk}",
        at=at,
    )
