"""What a person chooses to receive, from their account or by the link at the foot of a message."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ..enums import DIGEST, Family, MessageState, Rhythm
from ..models import MailChoice, OutboxMessage
from ..rhythms import next_digest

TOGETHER = (Rhythm.DAILY, Rhythm.WEEKLY)


@transaction.atomic
def choose(address: str, rhythms: Mapping[str, str], *, zone: str, at: datetime) -> None:
    """Keep the rhythm of each family; what was kept for a digest follows.

    Never: it is not sent. At once: the next round of the digests takes it.
    """
    for family, rhythm in rhythms.items():
        _choose(address.strip().lower(), family, rhythm, zone=zone, at=at)


@transaction.atomic
def stop(message: OutboxMessage, *, at: datetime) -> None:
    """Stop the family of a message for its reader; by a digest's link, whatever comes by digest."""
    for family in _families_of(message):
        _choose(message.to, family, Rhythm.NEVER, zone="", at=at)


@transaction.atomic
def resume(message: OutboxMessage, *, zone: str, at: datetime) -> None:
    """Take back `stop`: each family comes as it did before."""
    stopped = MailChoice.objects.filter(address=message.to, rhythm=Rhythm.NEVER)
    if message.family == DIGEST:
        stopped = stopped.filter(previous__in=TOGETHER)
    else:
        stopped = stopped.filter(family=message.family)
    for choice in stopped:
        _choose(message.to, choice.family, choice.previous or Rhythm.AT_ONCE, zone=zone, at=at)


def _families_of(message: OutboxMessage) -> list[str]:
    if message.family != DIGEST:
        return [message.family]
    chosen = MailChoice.objects.filter(address=message.to, rhythm__in=TOGETHER)
    return list(chosen.values_list("family", flat=True))


def _choose(address: str, family: str, rhythm: str, *, zone: str, at: datetime) -> None:
    known = MailChoice.objects.select_for_update().filter(address=address, family=family).first()
    before = known.rhythm if known else str(Rhythm.AT_ONCE)
    if before == rhythm:
        return
    MailChoice.objects.update_or_create(
        address=address,
        family=Family(family),
        defaults={"rhythm": rhythm, "previous": before, "changed_at": at},
    )
    held = OutboxMessage.objects.filter(to=address, family=family, state=MessageState.HELD)
    if rhythm == Rhythm.NEVER:
        held.update(state=MessageState.STOPPED, text="", html="", attachments=[])
    elif rhythm == Rhythm.AT_ONCE:
        held.update(next_attempt_at=at)
    else:
        held.update(next_attempt_at=next_digest(rhythm, after=at, zone=zone))
