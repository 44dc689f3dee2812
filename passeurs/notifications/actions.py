"""Telling people: the message is written with the deed, and leaves after it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User

from .attachments import Attachment, as_rows
from .delivery import deliver
from .models import OutboxMessage
from .rendering import Letter, render


@transaction.atomic
def notify(
    recipients: Iterable[User | str],
    template: str,
    context: Mapping[str, Any],
    *,
    key: str,
    at: datetime,
    attachments: Sequence[Attachment] = (),
) -> list[OutboxMessage]:
    """Write one message for each recipient and hand it to the worker once committed.

    `template` is `<app>/emails/<name>`, without suffix; it also receives `recipient` (a User or
    an address). `key` names the deed (« dossier.submitted:<uuid>:1 »): said again for the same
    person it writes nothing, so a task or a form sent twice tells its news once. `attachments`
    are made by the worker, when the message leaves. Returns the messages newly written.
    """
    written = []
    for recipient in recipients:
        letter = render(template, {**context, "recipient": recipient})
        address = recipient if isinstance(recipient, str) else recipient.email
        if message := post(address, letter, key=key, at=at, attachments=attachments):
            written.append(message)
    return written


@transaction.atomic
def post(
    to: str,
    letter: Letter,
    *,
    key: str,
    at: datetime,
    attachments: Sequence[Attachment] = (),
    is_secret: bool = False,
) -> OutboxMessage | None:
    """Write one message; None when that deed was already told to that address.

    The words of a secret message are erased as soon as it has left.
    """
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key,
        to=to.strip().lower(),
        defaults={
            "subject": letter.subject[:250],
            "text": letter.text,
            "html": letter.html,
            "attachments": as_rows(attachments),
            "is_secret": is_secret,
            "created_at": at,
            "next_attempt_at": at,
        },
    )
    if not is_new:
        return None
    deliver.enqueue(str(message.pk))
    return message
