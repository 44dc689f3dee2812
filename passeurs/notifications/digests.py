"""What was kept to be read together leaves in one message, each thing once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from .actions import post
from .blocks import blocks_of, preview_of
from .concerns import Concern
from .enums import DIGEST, MessageState
from .models import OutboxMessage
from .rendering import render


@dataclass(frozen=True)
class Item:
    """One message in a digest: its subject, its first words, and where its button leads."""

    subject: str
    words: str = ""
    label: str = ""
    url: str = ""


@dataclass
class Group:
    """What is told of one object; `label` is empty for what is about none."""

    label: str
    items: list[Item] = field(default_factory=list)


@task
def send_digests() -> None:
    """Send the digests whose hour has come; harmless when run twice."""
    send_due_digests(at=timezone.now())


def send_due_digests(*, at: datetime) -> int:
    """One message for each reader, of all that was kept for them; how many were written."""
    due = OutboxMessage.objects.to_digest(at=at).order_by().values_list("to", flat=True)
    return sum(_send(address, at=at) for address in sorted(set(due)))


@transaction.atomic
def _send(address: str, *, at: datetime) -> bool:
    """Under a lock: two workers write one. What comes weekly does not leave with the daily."""
    due = OutboxMessage.objects.to_digest(at=at).addressed_to(address)
    items = list(due.select_for_update())
    if not items:
        return False
    letter = render("notifications/emails/digest", {"groups": groups_of(items), "items": items})
    scopes = {one.scope for one in items}
    concern = Concern(scope=scopes.pop() if len(scopes) == 1 else "")
    key = f"digest:{items[0].pk}"
    digest = post(address, letter, key=key, at=at, family=DIGEST, concern=concern)
    moved = OutboxMessage.objects.filter(pk__in=[one.pk for one in items])
    moved.update(state=MessageState.DIGESTED, digest=digest, sent_at=at)
    return True


def groups_of(messages: Iterable[OutboxMessage]) -> list[Group]:
    """By object, in the order in which each was first spoken of."""
    found: dict[str, Group] = {}
    for message in messages:
        group = found.setdefault(message.about, Group(message.about_label))
        group.items.append(item_of(message))
    return list(found.values())


def item_of(message: OutboxMessage) -> Item:
    blocks = blocks_of(message.text)
    button = next((block for block in blocks if block.kind == "button"), None)
    words = preview_of(blocks)
    if button is None:
        return Item(message.subject, words)
    return Item(message.subject, words, button.text, button.url)
