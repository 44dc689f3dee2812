"""The worker's side of the outbox: claim a message, send it, mark it.

Why a lost mark means a second copy rather than a lost message:
docs/decisions/0050-outbox.md.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.tasks import task
from django.utils import timezone

from . import wire
from .attachments import File, build
from .bounces import note_bounce
from .enums import MessageState, Outcome
from .models import OutboxMessage
from .retention import erase_old_words
from .statuses import status_in

LEASE = timedelta(minutes=5)
QUICK_PAUSES = [timedelta(seconds=5), timedelta(seconds=20), timedelta(minutes=1)]
LONG_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
MOST_BUILDS = 6
SWEEP_SIZE = 200

logger = logging.getLogger(__name__)


@task
def deliver(message_id: str) -> None:
    """Send one message as soon as its transaction is committed; harmless when run twice."""
    send_message(UUID(message_id), at=timezone.now())


@task
def sweep() -> None:
    """Send whatever is due: retries, messages whose task was lost, and those of dead workers."""
    send_due_messages(clock=timezone.now)


@task
def forget() -> None:
    """Erase the words of the messages that have been kept long enough."""
    erase_old_words(at=timezone.now())


def send_due_messages(*, clock: Callable[[], datetime]) -> int:
    """How many messages left. Stops when the server does not answer: the rest stay due."""
    due = OutboxMessage.objects.due(at=clock()).values_list("pk", flat=True)
    sent = 0
    for pk in list(due[:SWEEP_SIZE]):
        outcome = send_message(pk, at=clock())
        if outcome == Outcome.DOWN:
            break
        sent += outcome == Outcome.SENT
    return sent


def send_message(message_id: UUID, *, at: datetime) -> Outcome | None:
    """Send one message; None when it was not to be sent now.

    Never call it inside a transaction: the PDF to make and the SMTP dialogue would hold the
    database's write lock.
    """
    message = _claim(message_id, at=at)
    if message is None:
        return None
    error = _attempt(message)
    if error is None:
        return _sent(message, at=at)
    logger.warning("message %s, try %s: %s", message.pk, message.attempts, wire.name_of(error))
    if wire.outcome_of(error) == Outcome.REFUSED:
        _close(message, MessageState.FAILED, last_error=wire.name_of(error))
        note_bounce(message.to, status_in(wire.status_of(error)), at=at)
        return Outcome.REFUSED
    _try_again(message, error, at=at)
    return wire.outcome_of(error)


def _claim(message_id: UUID, *, at: datetime) -> OutboxMessage | None:
    due = OutboxMessage.objects.due(at=at).filter(pk=message_id)
    taken = due.update(
        state=MessageState.SENDING, attempts=F("attempts") + 1, next_attempt_at=at + LEASE
    )
    return OutboxMessage.objects.get(pk=message_id) if taken else None


def _attempt(message: OutboxMessage) -> Exception | None:
    """What went wrong, if anything; whatever it is, one message must not stop the others."""
    try:
        wire.put_on_the_wire(message, _files(message))
    except Exception as error:  # noqa: BLE001 - see the docstring
        return error
    return None


def _files(message: OutboxMessage) -> list[File]:
    """None once they have failed often enough: the words matter more than what they carry."""
    return [] if message.failed_builds >= MOST_BUILDS else build(message.attachments)


def _sent(message: OutboxMessage, *, at: datetime) -> Outcome:
    words = {"text": "", "html": ""} if message.is_secret else {}
    _close(message, MessageState.SENT, sent_at=at, last_error="", **words)
    return Outcome.SENT


def _try_again(message: OutboxMessage, error: Exception, *, at: datetime) -> None:
    """Wait; the first pauses are too short for the sweep, so a task of their own ends them."""
    at += _pause(message.attempts)
    changes = {"next_attempt_at": at, "last_error": wire.name_of(error)}
    if message.attachments and wire.is_about_files(error):
        changes["failed_builds"] = message.failed_builds + 1
    _close(message, MessageState.WAITING, **changes)
    if message.attempts <= len(QUICK_PAUSES) and deliver.get_backend().supports_defer:
        deliver.using(run_after=at).enqueue(str(message.pk))


def _close(message: OutboxMessage, state: MessageState, **changes: object) -> None:
    """Write the end of this very attempt; a worker that was overtaken changes nothing."""
    mine = OutboxMessage.objects.filter(
        pk=message.pk, state=MessageState.SENDING, attempts=message.attempts
    )
    mine.update(state=state, **changes)


def _pause(attempts: int) -> timedelta:
    """5 s, 20 s, 1 min, then 2, 4, 8… minutes up to an hour."""
    if attempts <= len(QUICK_PAUSES):
        return QUICK_PAUSES[attempts - 1]
    doublings = min(attempts - len(QUICK_PAUSES) - 1, 10)
    return min(LONG_PAUSE * 2**doublings, LONGEST_PAUSE)
