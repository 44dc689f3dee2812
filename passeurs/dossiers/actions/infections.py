"""An infected file in a dossier or its exchanges: set aside, and those it concerns are told."""

from datetime import datetime

from django.db.models import Q

from passeurs.documents.models import StoredFile
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

from ..models import Attachment, DocumentAnswer, Dossier, MessageFile
from ..queries.people import people_to_tell


def tell_infection(stored: StoredFile, *, at: datetime) -> None:
    """Called in the transaction that sets the file aside (`INFECTION_TOLD_TO`).

    The journal keeps it, and the sender, those who write for the holder and the coordination are
    told by e-mail: a filed dossier keeps its receipt, and needs a sound copy.
    """
    joined = Attachment.objects.filter(file=stored, removed_at=None)
    said = MessageFile.objects.filter(file=stored)
    sent = DocumentAnswer.objects.filter(file=stored)
    dossiers = Dossier.objects.filter(
        Q(pk__in=joined.values("dossier"))
        | Q(pk__in=said.values("message__dossier"))
        | Q(pk__in=sent.values("request__dossier"))
    )
    for dossier in dossiers.select_related("edition__coordination", "structure", "project"):
        _tell(dossier, stored, at=at)


def _tell(dossier: Dossier, stored: StoredFile, *, at: datetime) -> None:
    data = {"file": stored.original_name, "sha256": stored.sha256, "signature": stored.signature}
    scope = dossier.edition.coordination.slug
    record("document.infected", by=None, at=at, obj=dossier, data=data, scope=scope)
    holders, desk = people_to_tell(dossier)
    sender = [stored.uploaded_by] if stored.uploaded_by and stored.uploaded_by.is_active else []
    context = {"dossier": dossier, "edition": dossier.edition, "file": stored}
    key = f"infected:{stored.pk}:{dossier.pk}"
    senders = {user.pk: user for user in [*sender, *holders]}
    notify(senders.values(), "dossiers/emails/infected", context, key=key, at=at)
    notify(desk, "dossiers/emails/infected_desk", context, key=f"{key}:desk", at=at)
