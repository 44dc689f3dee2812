"""One message on the wire: as a mail reader will see it, and what the server's answer means."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .attachments import File, Unbuilt
from .enums import Outcome
from .models import OutboxMessage
from .rendering import Letter, without_attachment

WIRE = "wire"
FOR_GOOD = 500  # RFC 5321, 4.2.1: a 5yz reply is a permanent refusal


def put_on_the_wire(message: OutboxMessage, files: list[File]) -> None:
    """Speak SMTP. Raises whatever the server, or the road to it, makes of the message."""
    mail_of(message, files).send(using=WIRE)


def mail_of(message: OutboxMessage, files: list[File]) -> EmailMultiAlternatives:
    """Text, HTML and files; a message that had to leave without its files says so."""
    letter = Letter(message.subject, message.text, message.html)
    if message.attachments and not files:
        letter = without_attachment(letter)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[message.to],
        headers={
            "Message-ID": f"<{message.pk}@{domain}>",
            "Content-Language": settings.LANGUAGE_CODE,
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    for file in files:
        mail.attach(file.name, file.content, file.content_type)
    return mail


def outcome_of(error: Exception) -> Outcome:
    """`REFUSED` only when the recipient's address itself is refused for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return Outcome.REFUSED if code_of(error) >= FOR_GOOD else Outcome.LATER
    if isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
        return Outcome.LATER
    return Outcome.DOWN if isinstance(error, OSError) else Outcome.LATER


def is_about_files(error: Exception) -> bool:
    """Whether the message may pass without its files: not made, too heavy, or suspected."""
    if isinstance(error, Unbuilt):
        return True
    refusals = smtplib.SMTPDataError | smtplib.SMTPSenderRefused
    return isinstance(error, refusals) and code_of(error) >= FOR_GOOD


def name_of(error: Exception) -> str:
    """The kind of error and the server's code: its text may hold an address."""
    error = error.__cause__ if isinstance(error, Unbuilt) else error  # type: ignore[assignment]
    return f"{type(error).__name__} {code_of(error) or ''}".strip()


def code_of(error: Exception) -> int:
    """The server's reply, 0 when it gave none; for recipients, the mildest."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((code for code, _ in error.recipients.values()), default=0)
    return getattr(error, "smtp_code", 0)
