"""What the coordination does with a thread: notes what followed, ties it, answers, closes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.journal.actions import record
from passeurs.organisations.models import Structure

from .. import workflow
from ..enums import Source, State
from ..models import Contact

NEXT = ("next_step", "next_step_on")


@transaction.atomic
def follow_contact(
    thread: Contact, facts: Mapping[str, Any], *, by: User, at: datetime, key: UUID | None = None
) -> Contact:
    """Note one more exchange of a thread; what comes next, told with it, is the thread's.

    A thread that waited for an answer has had one. `key` is the page's: sent twice, the exchange
    is kept once. Returns the exchange.
    """
    if key and (known := Contact.objects.filter(key=key).first()):
        return known
    own = {name: value for name, value in facts.items() if name not in {*NEXT, "notes"}}
    kept = {
        "structure_name": thread.structure_name,
        "city": thread.city,
        "email": thread.email,
        "phone": thread.phone,
    }
    exchange = Contact.objects.create(
        **kept
        | own
        | {
            "edition": thread.edition,
            "coordination": thread.coordination,
            "structure": thread.structure,
        },
        thread=thread,
        key=key,
        recorded_at=at,
        recorded_by=by,
        source=Source.DESK,
        state=State.ANSWERED,
        **{name: facts.get(name) or ("" if name == "next_step" else None) for name in NEXT},
    )
    join_thread(thread, exchange)
    if thread.state == State.NEW:
        workflow.move(thread, "answer", by=by, at=at)
    data = {"at": exchange.at, "channel": exchange.channel, "exchange": exchange.pk}
    record("contact.follow", by=by, at=at, obj=thread, data=data, scope=thread.coordination.slug)
    return exchange


def join_thread(thread: Contact, exchange: Contact) -> None:
    """The thread's latest exchange, and what comes next, are read on its first line."""
    changed = []
    if thread.last_at is None or exchange.at >= thread.last_at:
        thread.last_at, thread.last_is_ours = exchange.at, exchange.is_ours
        changed += ["last_at", "last_is_ours"]
    if exchange.source == Source.DESK:
        thread.next_step, thread.next_step_on = exchange.next_step, exchange.next_step_on
        changed += NEXT
    Contact.objects.filter(pk=thread.pk).update(**{name: getattr(thread, name) for name in changed})


@transaction.atomic
def tie_contact(contact: Contact, structure: Structure, *, by: User, at: datetime) -> None:
    """Say which structure the thread was with: its dossiers then rest on all its exchanges."""
    before = str(contact.structure_id or "")
    contact.structure = structure
    contact.save(update_fields=["structure", "search"])
    contact.following.update(structure=structure)
    structure.coordinations.add(contact.coordination)
    data = {"structure": str(structure.pk), "before": before}
    scope = contact.coordination.slug
    record("contact.tie", by=by, at=at, obj=contact, data=data, scope=scope)


@transaction.atomic
def answer_contact(contact: Contact, *, by: User, at: datetime) -> None:
    """Mark as answered. Raises Refused when a colleague was quicker."""
    workflow.move(contact, "answer", by=by, at=at)


@transaction.atomic
def close_contact(contact: Contact, *, by: User, at: datetime) -> None:
    """Nothing more is expected; the rule still reads the contact."""
    workflow.move(contact, "close", by=by, at=at)


@transaction.atomic
def reopen_contact(contact: Contact, *, by: User, at: datetime) -> None:
    """Put back among those to answer."""
    workflow.move(contact, "reopen", by=by, at=at)


@transaction.atomic
def amend_notes(contact: Contact, facts: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Rewrite the notes and the next step; the journal keeps what they said before."""
    fields = ("notes", *NEXT)
    before = {name: getattr(contact, name) for name in fields}
    for name in fields:
        setattr(contact, name, facts[name])
    contact.save(update_fields=[*fields])
    scope = contact.coordination.slug
    record("contact.amend", by=by, at=at, obj=contact, data=before, scope=scope)
