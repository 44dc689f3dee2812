"""What somebody of the desk does to one message of the outbox, or to an address."""

from datetime import datetime

from django.db import transaction

from passeurs.core.refusals import Refused

from ..delivery import deliver
from ..enums import MessageState
from ..models import DeadAddress, OutboxMessage

TO_RETRY = (MessageState.FAILED, MessageState.BOUNCED, MessageState.CANCELLED)
TO_CANCEL = (MessageState.WAITING, MessageState.HELD)
GONE = "Ce message n’est plus dans cet état\u00a0: regardez-le à nouveau."
NO_WORDS = "Les mots de ce message ont été effacés\u00a0: il ne peut plus être renvoyé."


@transaction.atomic
def retry_message(message: OutboxMessage, *, at: datetime) -> None:
    """Send it once more, now; a waiting one, without waiting for its next try.

    Raises `Refused` when it has left, was never to leave, or when its words were erased.
    """
    again = OutboxMessage.objects.filter(pk=message.pk).exclude(text="")
    if not message.text:
        raise Refused(NO_WORDS)
    states = [*TO_RETRY, MessageState.WAITING]
    changes = {"state": MessageState.WAITING, "next_attempt_at": at, "last_error": ""}
    if not again.filter(state__in=states).update(**changes):
        raise Refused(GONE)
    deliver.enqueue(str(message.pk))


@transaction.atomic
def cancel_message(message: OutboxMessage) -> None:
    """Keep it from leaving. Raises `Refused` when it has left or is leaving."""
    held = OutboxMessage.objects.filter(pk=message.pk, state__in=TO_CANCEL)
    words = {"text": "", "html": ""} if message.is_secret else {}
    if not held.update(state=MessageState.CANCELLED, **words):
        raise Refused(GONE)


def confirm_address(address: str) -> bool:
    """The address receives again: what may be left out is written to it from now on."""
    return bool(DeadAddress.objects.filter(address=address.strip().lower()).delete()[0])
