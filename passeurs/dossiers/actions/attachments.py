"""Files joined to a dossier."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.refusals import Refused
from passeurs.documents.actions import keep, receive
from passeurs.documents.actions.uploads import finish
from passeurs.documents.models import Upload
from passeurs.documents.rules import weight
from passeurs.journal.actions import record

from ..models import Attachment, Dossier
from ..queries.content import forget
from ..queries.room import room_of
from ..workflow import AFOOT, stamp
from .noting import note_file
from .rows import refuse_unless_editable

type Permit = Callable[[Dossier, str, datetime], None]


def attach(  # noqa: PLR0913 - a file, what it is, and for whom
    dossier: Dossier,
    upload: Any,
    *,
    kind: str,
    allowed: Any,
    by: Any,
    at: datetime,
    person: Any = None,
    partner: Any = None,
    sending: Upload | None = None,
    under: Permit | None = None,
    then: Callable[[Attachment], None] | None = None,
) -> Attachment:
    """Store a checked file and join it; `sending` is the upload that it came by, then finished.

    Last year's bilan may still be sent once the dossier is filed, until the date of the second
    sending; the snapshot stays as it was. Raises `Refused` for a file that isn't what it says, or
    that the dossier has no room for. The bytes are written before any transaction begins. `under`
    is what opens a filed dossier to that file: it raises `Refused` itself, before and after. What
    follows from the file (`then`) is written with it.
    """
    (under or _as_usual)(dossier, kind, at)
    refuse_past_the_room(dossier, upload.size or 0)
    scope = dossier.edition.coordination.slug
    received = receive(upload, allowed=allowed, by=by, at=at, scope=scope)
    joined = Attachment(
        dossier=dossier, kind=kind, person=person, partner=partner, file=received, added_at=at
    )
    with transaction.atomic():
        _join(joined, by=by, at=at, sending=sending, under=under)
        if then:
            then(joined)
    return joined


def _as_usual(dossier: Dossier, kind: str, at: datetime) -> None:
    refuse_unless_open(dossier, kind, at=at)


def _join(
    joined: Attachment, *, by: Any, at: datetime, sending: Upload | None, under: Permit | None
) -> None:
    """The rows, once the dossier is ours alone: what was true before the bytes may no longer be."""
    dossier = joined.dossier
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    forget(dossier)
    refuse_past_the_room(dossier, joined.file.size)
    if under:
        under(dossier, joined.kind, at)
        stamp(dossier, at=at, states=AFOOT)
    elif refuse_unless_open(dossier, joined.kind, at=at):
        data, scope = {"kind": joined.kind}, dossier.edition.coordination.slug
        record("dossier.sent_later", by=by, at=at, obj=dossier, data=data, scope=scope)
    else:
        stamp(dossier, at=at)
    keep(joined.file)
    joined.save(force_insert=True)
    note_file(joined, by=by, at=at)
    if sending:
        finish(sending, at=at)


def refuse_unless_open(dossier: Dossier, kind: str, *, at: datetime) -> bool:
    """Whether it is a late sending. Raises `Refused` when the dossier takes no file now."""
    is_late = may_still_send(dossier, kind, at=at)
    if not is_late:
        refuse_unless_editable(dossier, at=at)
    return is_late


def refuse_past_the_room(dossier: Dossier, size: int) -> None:
    """Raise `Refused` for a file that would take the dossier past what it may weigh."""
    room = room_of(dossier)
    if size > room.left:
        raise Refused(
            f"Ce dossier peut contenir {weight(room.most)} de fichiers\u202f: il en reste "
            f"{weight(room.left)}, et celui-ci pèse {weight(size)}. Retirez une pièce devenue "
            "inutile, ou allégez celle-ci."
        )


def may_still_send(dossier: Dossier, kind: str, *, at: datetime) -> bool:
    """Whether a file of last year's bilan may join a dossier that is filed (second sending)."""
    until = dossier.edition.milestone("report_second_sending")
    is_of_last_year = kind.startswith("previous_") and dossier.state in AFOOT
    return bool(is_of_last_year and until and at <= until.last_at)


@transaction.atomic
def detach(attachment: Attachment, *, by: Any, at: datetime) -> None:
    """Take a file out of the dossier; snapshots that hold it keep it."""
    refuse_unless_editable(attachment.dossier, at=at)
    if Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=at):
        note_file(attachment, is_gone=True, by=by, at=at)
    stamp(attachment.dossier, at=at)
