"""Answering by e-mail from the desk: the words leave, and stay in the record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.notifications.actions import notify

from ..enums import Channel
from ..models import Contact
from .following import NEXT, follow_contact

NO_ADDRESS = "Cette personne n’a pas laissé d’adresse électronique\u00a0: appelez-la."


@transaction.atomic
def answer_by_mail(
    thread: Contact, text: str, *, subject: str, by: User, at: datetime, key: UUID
) -> Contact:
    """Send the words to the person of the thread, and keep them in it as an exchange.

    What was to come next stays. `key` is the page's: sent twice, one e-mail leaves. Raises
    `Refused` where the thread has no address.
    """
    if not thread.email:
        raise Refused(NO_ADDRESS)
    facts = {
        "at": at,
        "channel": Channel.MAIL,
        "is_ours": True,
        "person_name": thread.person_name,
        "message": text,
        **{name: getattr(thread, name) for name in NEXT},
    }
    exchange = follow_contact(thread, facts, by=by, at=at, key=key)
    context: dict[str, Any] = {"contact": thread, "edition": thread.edition, "subject": subject}
    context |= {"exchange": exchange, "by": by}
    notify([thread.email], "contacts/emails/answer", context, key=f"contact.answer:{key}", at=at)
    return exchange
