"""Telling people: the message is written with the deed, and leaves after it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User

from ..attachments import Attachment, as_rows
from ..concerns import Concern, concern_of
from ..delivery import deliver
from ..enums import MessageState
from ..models import OutboxMessage
from ..queries import fate_of
from ..rendering import Letter, render

NOTHING = Concern()
WORDLESS = {MessageState.STOPPED, MessageState.MUTED}


@transaction.atomic
def notify(  # noqa: PLR0913 - to whom, what, why, and what goes with it
    recipients: Iterable[User | str],
    template: str,
    context: Mapping[str, Any],
    *,
    key: str,
    at: datetime,
    attachments: Sequence[Attachment] = (),
    family: str = "",
    scope: str = "",
) -> list[OutboxMessage]:
    """Write one message for each recipient and hand it to the worker once committed.

    `template` is `<app>/emails/<name>`, without suffix; it also receives `recipient` (a User or
    an address). `key` names the deed (« dossier.submitted:<uuid>:1 »): said again for the same
    person it writes nothing, so a task or a form sent twice tells its news once. `attachments`
    are made by the worker, when the message leaves. `family` (`enums.Family`) is what a person
    may refuse or read together; without one the message always leaves at once. `scope` is the
    slug of the coordination it belongs to, read from the context where it is not given. Returns
    the messages newly written.
    """
    written, concern = [], concern_of(context)
    if scope:
        concern = Concern(scope, concern.about, concern.label, concern.zone)
    for recipient in recipients:
        letter = render(template, {**context, "recipient": recipient})
        address = recipient if isinstance(recipient, str) else recipient.email
        message = post(
            address,
            letter,
            key=key,
            at=at,
            attachments=attachments,
            family=family,
            concern=concern,
        )
        if message:
            written.append(message)
    return written


@transaction.atomic
def post(  # noqa: PLR0913 - see `notify`
    to: str,
    letter: Letter,
    *,
    key: str,
    at: datetime,
    attachments: Sequence[Attachment] = (),
    is_secret: bool = False,
    family: str = "",
    concern: Concern = NOTHING,
) -> OutboxMessage | None:
    """Write one message; None when that deed was already told to that address.

    The words of a secret message are erased as soon as it has left; it never waits for a digest.
    What its reader refused, or could not receive, is written too, without its words: the deed is
    not told again if they change their mind.
    """
    address = to.strip().lower()
    state, when = fate_of(address, family, at=at, zone=concern.zone, is_secret=is_secret)
    words = Letter(letter.subject, "", "") if state in WORDLESS else letter
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key,
        to=address,
        defaults={
            "family": family,
            "scope": concern.scope,
            "about": concern.about,
            "about_label": concern.label[:200],
            "subject": words.subject[:250],
            "text": words.text,
            "html": words.html,
            "attachments": [] if state in WORDLESS else as_rows(attachments),
            "is_secret": is_secret,
            "state": state,
            "created_at": at,
            "next_attempt_at": when,
        },
    )
    if not is_new:
        return None
    if state == MessageState.WAITING:
        deliver.enqueue(str(message.pk))
    return message
