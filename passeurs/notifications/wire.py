"""One message on the wire: as a mail reader will see it, and what the server's answer means."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .attachments import File, Unbuilt
from .enums import DIGEST, Family, Outcome
from .links import stop_url
from .models import OutboxMessage
from .rendering import Letter, with_stop_link, without_attachment
from .statuses import ENHANCED

WIRE = "wire"
STOPS = {
    **{str(family): f"Ne plus recevoir «\u00a0{family.label}\u00a0»" for family in Family},
    DIGEST: "Ne plus recevoir de récapitulatif",
}
FOR_GOOD = 500  # RFC 5321, 4.2.1: a 5yz reply is a permanent refusal


def put_on_the_wire(message: OutboxMessage, files: list[File]) -> None:
    """Speak SMTP. Raises whatever the server, or the road to it, makes of the message."""
    mail_of(message, files).send(using=WIRE)


def mail_of(message: OutboxMessage, files: list[File]) -> EmailMultiAlternatives:
    """Text, HTML and files; a message that had to leave without its files says so.

    What may be refused carries the link that stops it, and the two headers of RFC 8058, by which
    a mail reader stops it in one click.
    """
    letter = Letter(message.subject, message.text, message.html)
    if message.attachments and not files:
        letter = without_attachment(letter)
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": message_id_of(message),
        "Content-Language": settings.LANGUAGE_CODE,
        "Auto-Submitted": "auto-generated",
    }
    if message.family:
        link = stop_url(message)
        letter = with_stop_link(letter, STOPS.get(message.family, STOPS[DIGEST]), link)
        headers |= {
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=return_path(message),
        to=[message.to],
        headers=headers,
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    for file in files:
        mail.attach(file.name, file.content, file.content_type)
    return mail


def message_id_of(message: OutboxMessage) -> str:
    """The same at each try, and how a report of non-delivery names the message."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    return f"<{message.pk}@{domain}>"


def return_path(message: OutboxMessage) -> str:
    """Where the message comes back: an address of its own, where a box for it is named.

    `retours+<number>@…` (VERP): a report that quotes nothing still says which message it is.
    """
    name, at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{message.pk.hex}@{domain}" if at else settings.DEFAULT_FROM_EMAIL


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
    """The kind of error and the server's codes: its text may hold an address."""
    error = error.__cause__ if isinstance(error, Unbuilt) else error  # type: ignore[assignment]
    return " ".join(filter(None, [type(error).__name__, status_of(error)]))


def status_of(error: Exception) -> str:
    """The server's reply and, where it gives one, the finer code of RFC 3463: « 550 5.1.1 »."""
    code = code_of(error)
    finer = ENHANCED.search(_reply_of(error, code))
    return " ".join(filter(None, [str(code or ""), finer[0] if finer else ""]))


def _reply_of(error: Exception, code: int) -> str:
    said = getattr(error, "smtp_error", b"")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = next((text for one, text in error.recipients.values() if one == code), b"")
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def code_of(error: Exception) -> int:
    """The server's reply, 0 when it gave none; for recipients, the mildest."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((code for code, _ in error.recipients.values()), default=0)
    return getattr(error, "smtp_code", 0)
