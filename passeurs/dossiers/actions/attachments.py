"""Files joined to a dossier."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.documents.actions import store_upload

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
    """Store a checked file and join it. Raises `Refused` for a file that isn't what it says."""
    refuse_unless_editable(dossier, at=at)
    stored = store_upload(upload, allowed=allowed, by=by, at=at)
    stamp(dossier, at=at)
    return Attachment.objects.create(
        dossier=dossier, kind=kind, person=person, partner=partner, file=stored, added_at=at
    )


@transaction.atomic
def detach(attachment: Attachment, *, by: Any, at: datetime) -> None:
    """Take a file out of the dossier; snapshots that hold it keep it."""
    refuse_unless_editable(attachment.dossier, at=at)
    Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=at)
    stamp(attachment.dossier, at=at)
