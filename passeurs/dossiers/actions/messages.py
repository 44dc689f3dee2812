"""Writing to the other side of a dossier, and sending what was written by e-mail."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.documents.actions import store_upload
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family

from ..enums import Side
from ..models import Dossier, Message, MessageFile, Reading
from ..queries.messages import people_of_side, to_mail

TOGETHER = timedelta(minutes=10)
"""Messages written within it leave in one e-mail."""
MOST_FILES = 3
NOTHING = "Écrivez quelques mots, ou joignez un fichier."
TOO_MANY = f"Un message porte {MOST_FILES} fichiers au plus : envoyez les autres dans un suivant."


def write_message(  # noqa: PLR0913 - what, from which side, and by whom
    dossier: Dossier,
    text: str,
    *,
    side: Side,
    key: UUID,
    uploads: Sequence[Any] = (),
    allowed: Any = None,
    by: Any,
    at: datetime,
) -> Message:
    """Keep a message for the other side, which is e-mailed within ten minutes.

    `key` is the page's: sent again, the first message is returned and nothing is written. The
    files are checked and stored before anything else. Raises `Refused` for an empty message, too
    many files, or a file that is not what it says.
    """
    if known := Message.objects.filter(dossier=dossier, key=key).first():
        return known
    text = text.strip()
    if not text and not uploads:
        raise Refused(nbsp(NOTHING))
    if len(uploads) > MOST_FILES:
        raise Refused(nbsp(TOO_MANY))
    scope = dossier.edition.coordination.slug
    files = [store_upload(one, allowed=allowed, by=by, at=at, scope=scope) for one in uploads]
    try:
        with transaction.atomic():
            message = Message.objects.create(
                dossier=dossier, side=side, author=by, text=text, key=key, at=at
            )
            _complete(message, files)
    except IntegrityError:  # the same page sent twice at once: the other click won
        return Message.objects.get(dossier=dossier, key=key)
    return message


def _complete(message: Message, files: list[Any]) -> None:
    """Join the files; who writes has read what stands above; the journal keeps that, not words."""
    MessageFile.objects.bulk_create(MessageFile(message=message, file=file) for file in files)
    dossier, by = message.dossier, message.author
    mark_read(dossier, message.pk, by=by)
    data = {"side": message.side, "files": len(files)}
    scope = dossier.edition.coordination.slug
    record("message.write", by=by, at=message.at, obj=dossier, data=data, scope=scope)


def mark_read(dossier: Dossier, up_to: int, *, by: Any) -> None:
    """A person has read the messages up to that one; never backwards."""
    moved = Reading.objects.filter(dossier=dossier, user=by)
    if moved.update(up_to=Greatest(F("up_to"), up_to)):
        return
    Reading.objects.get_or_create(dossier=dossier, user=by, defaults={"up_to": up_to})


def mail_messages(*, at: datetime) -> int:
    """Send what has waited ten minutes, one e-mail for each dossier and side; how many left."""
    waiting = to_mail(before=at - TOGETHER)
    return sum(_mail(dossier_id, side, at=at) for dossier_id, side in waiting)


@transaction.atomic
def _mail(dossier_id: UUID, side: str, *, at: datetime) -> bool:
    """Everything that side has written and that has not left, to each person of the other."""
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
    unsent = Message.objects.filter(dossier=dossier, side=side, mailed_at=None)
    messages = list(unsent.select_related("author").prefetch_related("files__file"))
    if not messages:
        return False
    Message.objects.filter(pk__in=[one.pk for one in messages]).update(mailed_at=at)
    other = Side.COORDINATION if side == Side.HOLDER else Side.HOLDER
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "messages": messages,
        "sender": _name_of(dossier, side),
    }
    people = people_of_side(dossier, other)
    key = f"messages:{dossier.pk}:{messages[-1].pk}"
    notify(
        people,
        "dossiers/emails/messages",
        context,
        key=key,
        at=at,
        family=Family.MESSAGES,
    )
    return True


def _name_of(dossier: Dossier, side: str) -> str:
    if side == Side.COORDINATION:
        return str(dossier.edition.coordination.name)
    return str(dossier.structure.name)
