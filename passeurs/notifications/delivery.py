"""The worker's side of the outbox: claim a message, send it, mark it.

Why a lost mark means a second copy rather than a lost message:
docs/decisions/0050-outbox.md.
"""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.tasks import task
from django.utils import timezone

from .enums import MessageState
from .models import OutboxMessage

WIRE = "wire"
LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
SWEEP_SIZE = 200


@task
def deliver(message_id: str) -> None:
    """Send one message as soon as its transaction is committed; harmless when run twice."""
    send_message(UUID(message_id), at=timezone.now())


@task
def sweep() -> None:
    """Send whatever is due: retries, messages whose task was lost, and those of dead workers."""
    send_due_messages(clock=timezone.now)


def send_due_messages(*, clock: Callable[[], datetime]) -> int:
    """How many messages left. Stops at the first unreachable server: the rest stay due."""
    due = OutboxMessage.objects.due(at=clock()).values_list("pk", flat=True)
    sent = 0
    for pk in list(due[:SWEEP_SIZE]):
        outcome = send_message(pk, at=clock())
        if outcome == MessageState.WAITING:
            break
        sent += outcome == MessageState.SENT
    return sent


def send_message(message_id: UUID, *, at: datetime) -> MessageState | None:
    """Send one message and tell its new state; None when it was not to be sent now.

    Never call it inside a transaction: the SMTP dialogue would hold the database's write lock.
    """
    message = _claim(message_id, at=at)
    if message is None:
        return None
    error = _hand_over(message)
    if error is None:
        return _close(message, MessageState.SENT, sent_at=at, last_error="")
    if _is_final(error):
        return _close(message, MessageState.FAILED, last_error=_name(error))
    retry_at = at + _pause(message.attempts)
    return _close(message, MessageState.WAITING, next_attempt_at=retry_at, last_error=_name(error))


def _claim(message_id: UUID, *, at: datetime) -> OutboxMessage | None:
    due = OutboxMessage.objects.due(at=at).filter(pk=message_id)
    taken = due.update(
        state=MessageState.SENDING, attempts=F("attempts") + 1, next_attempt_at=at + LEASE
    )
    return OutboxMessage.objects.get(pk=message_id) if taken else None


def _hand_over(message: OutboxMessage) -> Exception | None:
    """What went wrong, if anything; whatever it is, one message must not stop the others."""
    try:
        _mail(message).send(using=WIRE)
    except Exception as error:  # noqa: BLE001 - see the docstring
        return error
    return None


def _mail(message: OutboxMessage) -> EmailMultiAlternatives:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={
            "Message-ID": f"<{message.pk}@{domain}>",
            "Content-Language": settings.LANGUAGE_CODE,
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _close(message: OutboxMessage, state: MessageState, **changes: object) -> MessageState:
    """Write the end of this very attempt; a worker that was overtaken changes nothing."""
    mine = OutboxMessage.objects.filter(
        pk=message.pk, state=MessageState.SENDING, attempts=message.attempts
    )
    mine.update(state=state, **changes)
    return state


def _is_final(error: Exception) -> bool:
    """Whether the recipient's address itself is refused for good (RFC 5321, a 5yz reply)."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())  # noqa: PLR2004


def _name(error: Exception) -> str:
    """The kind of error and the server's code: its text may hold an address."""
    code = getattr(error, "smtp_code", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((reply[0] for reply in error.recipients.values()), "")
    return f"{type(error).__name__} {code}".strip()


def _pause(attempts: int) -> timedelta:
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
