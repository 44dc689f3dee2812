"""Files joined to a dossier."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.documents.actions import store_upload
from passeurs.journal.actions import record

from ..enums import State
from ..models import Attachment, Dossier
from ..workflow import stamp
from .rows import refuse_unless_editable


@transaction.atomic
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
) -> Attachment:
    """Store a checked file and join it.

    Last year's bilan may still be sent once the dossier is filed, until the date of the second
    sending; the snapshot stays as it was. Raises `Refused` for a file that isn't what it says.
    """
    is_late = may_still_send(dossier, kind, at=at)
    if not is_late:
        refuse_unless_editable(dossier, at=at)
    scope = dossier.edition.coordination.slug
    stored = store_upload(upload, allowed=allowed, by=by, at=at, scope=scope)
    if is_late:
        record("dossier.sent_later", by=by, at=at, obj=dossier, data={"kind": kind}, scope=scope)
    else:
        stamp(dossier, at=at)
    return Attachment.objects.create(
        dossier=dossier, kind=kind, person=person, partner=partner, file=stored, added_at=at
    )


def may_still_send(dossier: Dossier, kind: str, *, at: datetime) -> bool:
    """Whether a file of last year's bilan may join a dossier that is filed (second sending)."""
    until = dossier.edition.milestone("report_second_sending")
    is_of_last_year = kind.startswith("previous_") and dossier.state == State.SUBMITTED
    return bool(is_of_last_year and until and at <= until.last_at)


@transaction.atomic
def detach(attachment: Attachment, *, by: Any, at: datetime) -> None:
    """Take a file out of the dossier; snapshots that hold it keep it."""
    refuse_unless_editable(attachment.dossier, at=at)
    Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=at)
    stamp(attachment.dossier, at=at)
