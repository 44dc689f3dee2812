"""What the desk does to a message: the outbox does it, the journal keeps who asked."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions.keeping import cancel_message, confirm_address, retry_message
from passeurs.notifications.models import OutboxMessage

RECEIVES = "Cette adresse n’est pas parmi celles qui ne reçoivent pas."


@transaction.atomic
def retry(message: OutboxMessage, *, by: Any, at: datetime) -> None:
    """Send it once more. Raises `Refused` when it has left or has no words any more."""
    retry_message(message, at=at)
    record("mail.retried", by=by, at=at, obj=message, scope=message.scope)


@transaction.atomic
def cancel(message: OutboxMessage, *, by: Any, at: datetime) -> None:
    """Keep it from leaving. Raises `Refused` when it has left."""
    cancel_message(message)
    record("mail.cancelled", by=by, at=at, obj=message, scope=message.scope)


@transaction.atomic
def confirm(message: OutboxMessage, *, by: Any, at: datetime) -> None:
    """Say that the address of a message receives again. Raises `Refused` when nobody doubted it."""
    if not confirm_address(message.to):
        raise Refused(RECEIVES)
    record("mail.address_confirmed", by=by, at=at, obj=message, scope=message.scope)
