"""An address gave a message back: at the door of its server, or by a report that came later."""

from datetime import datetime

from django.db.models import F

from .enums import MessageState
from .models import DeadAddress, OutboxMessage
from .statuses import is_hard


def note_bounce(address: str, status: str, *, at: datetime) -> DeadAddress:
    """Remember that the address gave something back; a hard bounce stays one."""
    hard = is_hard(status)
    known, is_new = DeadAddress.objects.get_or_create(
        address=address,
        defaults={"status": status, "is_hard": hard, "first_at": at, "last_at": at},
    )
    if not is_new:
        DeadAddress.objects.filter(pk=known.pk).update(
            status=status, is_hard=known.is_hard or hard, count=F("count") + 1, last_at=at
        )
    return known


def mark_bounced(message: OutboxMessage, status: str, *, at: datetime) -> bool:
    """The message came back: say so, and of its address. False when it was already known."""
    left = OutboxMessage.objects.filter(pk=message.pk).exclude(state=MessageState.BOUNCED)
    changes = {"state": MessageState.BOUNCED, "last_error": f"Bounce {status}".strip()}
    if not left.update(**changes):
        return False
    note_bounce(message.to, status, at=at)
    return True
