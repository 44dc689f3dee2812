"""An infected CV: set aside, and whoever sent it is told."""

from datetime import datetime

from passeurs.documents.models import StoredFile
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

from ..models import Practitioner


def tell_infection(stored: StoredFile, *, at: datetime) -> None:
    """Called in the transaction that sets the file aside (`INFECTION_TOLD_TO`).

    The journal keeps it; the sender is told by e-mail, unless it is gone or sent it by a link.
    """
    sender = stored.uploaded_by
    for card in Practitioner.objects.filter(cv=stored).select_related("coordination"):
        data = {"sha256": stored.sha256, "signature": stored.signature}
        scope = card.coordination.slug
        record("practitioner.cv_infected", by=None, at=at, obj=card, data=data, scope=scope)
        if sender and sender.is_active:
            key = f"infected:{stored.pk}:{card.pk}"
            context = {"card": card, "file": stored}
            notify([sender], "network/emails/cv_infected", context, key=key, at=at)
