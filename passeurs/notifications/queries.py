"""Reading the outbox, and what each address chose."""

from datetime import datetime

from django.conf import settings

from .enums import DIGEST, Family, MessageState, Rhythm
from .models import DeadAddress, MailChoice, OutboxMessage, OutboxQuerySet
from .rhythms import next_digest


def recent_messages(*, limit: int = 50) -> OutboxQuerySet:
    """The latest messages, newest first, whatever their state."""
    return OutboxMessage.objects.order_by("-created_at", "-pk")[:limit]


def overdue_messages(*, at: datetime) -> OutboxQuerySet:
    """Messages that ought to have left: a server, or a worker, is down."""
    return OutboxMessage.objects.due(at=at)


def received_by(address: str) -> OutboxQuerySet:
    """What was sent to an address, newest first: a digest stands for what it gathers."""
    left_out = [MessageState.STOPPED, MessageState.MUTED, MessageState.CANCELLED]
    found = OutboxMessage.objects.addressed_to(address).exclude(state__in=left_out)
    return found.defer("html").order_by("-created_at", "-pk")


def choices_of(address: str) -> dict[str, str]:
    """The rhythm of each family, for an address; what it never said comes at once."""
    chosen = MailChoice.objects.filter(address=address.strip().lower())
    said = dict(chosen.values_list("family", "rhythm"))
    return {family: said.get(family, str(Rhythm.AT_ONCE)) for family in Family.values}


def is_stopped(message: OutboxMessage) -> bool:
    """Whether its family no longer comes to its reader."""
    chosen = MailChoice.objects.filter(address=message.to)
    if message.family == DIGEST:
        return not chosen.filter(rhythm__in=[Rhythm.DAILY, Rhythm.WEEKLY]).exists()
    return chosen.filter(family=message.family, rhythm=Rhythm.NEVER).exists()


def dead_address(address: str) -> DeadAddress | None:
    """What is known of an address that gave a message back."""
    return DeadAddress.objects.filter(address=address.strip().lower()).first()


def dead_among(addresses: list[str]) -> dict[str, DeadAddress]:
    """Those that gave a message back, by address, in one question."""
    found = DeadAddress.objects.filter(address__in=[one.lower() for one in addresses])
    return {one.address: one for one in found}


def is_written_to(address: str, family: str) -> bool:
    """Whether a message of that family would leave for an address: not refused, not dead."""
    address = address.strip().lower()
    refused = MailChoice.objects.filter(address=address, family=family, rhythm=Rhythm.NEVER)
    dead = DeadAddress.objects.filter(address=address, is_hard=True)
    return not refused.exists() and not dead.exists()


def fate_of(
    address: str, family: str, *, at: datetime, zone: str, is_secret: bool
) -> tuple[MessageState, datetime]:
    """What becomes of a message of that family to that address, and when."""
    if not family:
        return MessageState.WAITING, at
    chosen = MailChoice.objects.filter(address=address, family=family)
    rhythm = chosen.values_list("rhythm", flat=True).first() or Rhythm.AT_ONCE
    if rhythm == Rhythm.NEVER:
        return MessageState.STOPPED, at
    if DeadAddress.objects.filter(address=address, is_hard=True).exists():
        return MessageState.MUTED, at
    if rhythm == Rhythm.AT_ONCE or is_secret:  # a digest's own family has no rhythm
        return MessageState.WAITING, at
    when = next_digest(rhythm, after=at, zone=zone or settings.TIME_ZONE)
    return MessageState.HELD, when
