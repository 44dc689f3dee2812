"""What opens a thread or comes into it: a public message, an exchange noted by hand."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family

from .. import workflow
from ..enums import Channel, Source, State
from ..models import Contact
from ..queries import thread_of
from .following import follow_contact, join_thread

SAME_MESSAGE_WITHIN = timedelta(minutes=10)


@transaction.atomic
def write_contact(
    edition: Edition,
    facts: Mapping[str, Any],
    *,
    by: User | None,
    at: datetime,
    selftest_summary: str = "",
) -> Contact:
    """Keep a message from the public form, tell the coordination, acknowledge to the person.

    Where the person, or the structure, has already been in touch about the edition, the message
    joins that thread, which waits for an answer again. The same message from the same address
    within ten minutes (a double click, a page sent again) is one contact: the first is returned
    and nobody is told twice.
    """
    if already := _same_message(edition, facts, at=at):
        return already
    thread = _thread_of(edition, facts)
    contact = Contact.objects.create(
        edition=edition,
        coordination=edition.coordination,
        thread=thread,
        at=at,
        recorded_at=at,
        recorded_by=by,
        channel=Channel.FORM,
        source=Source.PUBLIC,
        selftest_summary=selftest_summary,
        **_of_thread(thread, facts),
    )
    if thread:
        join_thread(thread, contact)
        if thread.state != State.NEW:
            workflow.move(thread, "reopen", by=by, at=at)
    _settle(contact, "contact.write", by=by, at=at)
    _tell(contact, at=at)
    return contact


@transaction.atomic
def record_contact(
    edition: Edition, facts: Mapping[str, Any], *, by: User, at: datetime
) -> Contact:
    """Note a call, a mail, a visit or a meeting that has taken place; nobody is written to.

    `facts["at"]` is when it took place, `at` when it is noted: both are kept and journaled. It
    joins the thread of the structure or the person, if there is one. Returns the thread.
    """
    if thread := _thread_of(edition, facts):
        follow_contact(thread, facts, by=by, at=at)
        return thread
    contact = Contact.objects.create(
        edition=edition,
        coordination=edition.coordination,
        recorded_at=at,
        recorded_by=by,
        source=Source.DESK,
        state=State.ANSWERED,
        answered_at=facts["at"],
        answered_by=by,
        **facts,
    )
    _settle(contact, "contact.record", by=by, at=at)
    return contact


def _thread_of(edition: Edition, facts: Mapping[str, Any]) -> Contact | None:
    return thread_of(
        edition,
        structure=facts.get("structure"),
        structure_name=facts["structure_name"],
        email=facts.get("email", ""),
    )


def _of_thread(thread: Contact | None, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A message that joins a thread is with the structure that the thread is with."""
    if thread and thread.structure and not facts.get("structure"):
        return {**facts, "structure": thread.structure}
    return dict(facts)


def _same_message(edition: Edition, facts: Mapping[str, Any], *, at: datetime) -> Contact | None:
    return Contact.objects.filter(
        edition=edition,
        source=Source.PUBLIC,
        email=facts["email"],
        message=facts["message"],
        recorded_at__gt=at - SAME_MESSAGE_WITHIN,
    ).first()


def _settle(contact: Contact, verb: str, *, by: User | None, at: datetime) -> None:
    if contact.structure:
        contact.structure.coordinations.add(contact.coordination)
    data = {"at": contact.at, "channel": contact.channel, "structure": contact.structure_name}
    record(verb, by=by, at=at, obj=contact, data=data, scope=contact.coordination.slug)


def _tell(contact: Contact, *, at: datetime) -> None:
    """The acknowledgement repeats nothing that was typed, lest the form send strangers' words."""
    context = {"contact": contact, "edition": contact.edition}
    key = f"contact.write:{contact.pk}"
    team = [contact.coordination.email]
    notify(
        team,
        "contacts/emails/received",
        context,
        key=f"{key}:team",
        at=at,
        family=Family.DESK,
    )
    notify([contact.email], "contacts/emails/acknowledged", context, key=key, at=at)
