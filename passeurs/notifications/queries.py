"""Reading the outbox."""

from datetime import datetime

from .models import OutboxMessage, OutboxQuerySet


def recent_messages(*, limit: int = 50) -> OutboxQuerySet:
    """The latest messages, newest first, whatever their state."""
    return OutboxMessage.objects.order_by("-created_at", "-pk")[:limit]


def overdue_messages(*, at: datetime) -> OutboxQuerySet:
    """Messages that ought to have left: a server, or a worker, is down."""
    return OutboxMessage.objects.due(at=at)
