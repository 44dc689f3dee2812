"""Django's own mail (allauth's codes among it) takes the outbox too."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone

from .actions import post
from .rendering import Letter, from_text


class OutboxMailer(BaseEmailBackend):
    """The default mailer: what it is given leaves through the worker, retried until it has.

    A package's words may hold a code or a link to enter by: they are not kept once sent.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._post(mail) for mail in email_messages)

    def _post(self, mail: EmailMessage) -> bool:
        subject, text = str(mail.subject).strip(), str(mail.body)
        letter = Letter(subject, text, from_text(subject, text))
        key, at = f"mail:{uuid4()}", timezone.now()
        posted = [post(to, letter, key=key, at=at, is_secret=True) for to in mail.recipients()]
        return any(posted)
