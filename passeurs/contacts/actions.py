"""What people and the coordination do with the record of contacts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.organisations.models import Structure

from . import workflow
from .enums import Channel, Source, State
from .models import Contact

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

    The same message from the same address within ten minutes (a double click, a page sent again)
    is one contact: the first is returned and nobody is told twice.
    """
    if already := _same_message(edition, facts, at=at):
        return already
    contact = Contact.objects.create(
        edition=edition,
        coordination=edition.coordination,
        at=at,
        recorded_at=at,
        recorded_by=by,
        channel=Channel.FORM,
        source=Source.PUBLIC,
        selftest_summary=selftest_summary,
        **facts,
    )
    _settle(contact, "contact.write", by=by, at=at)
    _tell(contact, at=at)
    return contact


@transaction.atomic
def record_contact(
    edition: Edition, facts: Mapping[str, Any], *, by: User, at: datetime
) -> Contact:
    """Note a call, a mail, a visit or a meeting that has taken place; nobody is written to.

    `facts["at"]` is when it took place, `at` when it is noted: both are kept and journaled.
    """
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


@transaction.atomic
def tie_contact(contact: Contact, structure: Structure, *, by: User, at: datetime) -> None:
    """Say which structure the contact was with: its dossiers then rest on it."""
    before = str(contact.structure_id or "")
    contact.structure = structure
    contact.save(update_fields=["structure", "search"])
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
    fields = ("notes", "next_step", "next_step_on")
    before = {name: getattr(contact, name) for name in fields}
    for name in fields:
        setattr(contact, name, facts[name])
    contact.save(update_fields=[*fields])
    scope = contact.coordination.slug
    record("contact.amend", by=by, at=at, obj=contact, data=before, scope=scope)


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
    notify(team, "contacts/emails/received", context, key=f"{key}:team", at=at)
    notify([contact.email], "contacts/emails/acknowledged", context, key=key, at=at)
