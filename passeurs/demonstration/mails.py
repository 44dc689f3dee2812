"""The e-mails that left, read from the folder where the demonstration's mailer lays them."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from django.conf import settings

from passeurs.documents.rules import weight

END_OF_MAIL = re.compile(rb"\n-{79}\n")
LATEST_FILES = 300


@dataclass(frozen=True)
class Attached:
    """A file that travelled with an e-mail."""

    name: str
    content: bytes

    @property
    def weight(self):
        return weight(len(self.content))


@dataclass(frozen=True)
class Mail:
    """One e-mail; `name` finds it again, `source` is what travelled."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str
    html: str
    attached: list[Attached]
    source: bytes


def sent_mails():
    """The latest e-mails, newest first; none while the folder does not exist."""
    if not settings.MAIL_FOLDER.is_dir():
        return []
    files = sorted(settings.MAIL_FOLDER.glob("*.log"), reverse=True)[:LATEST_FILES]
    mails = [mail for path in files for mail in _read(path)]
    return sorted(mails, key=lambda mail: mail.sent_at, reverse=True)


def mail_named(name):
    """The e-mail of this name, or None."""
    return next((mail for mail in sent_mails() if mail.name == name), None)


def _read(path):
    parts = [part for part in END_OF_MAIL.split(path.read_bytes()) if part.strip()]
    return [_mail(f"{path.stem}-{rank}", part) for rank, part in enumerate(parts)]


def _mail(name, content):
    message = BytesParser(policy=policy.default).parsebytes(content.lstrip())
    return Mail(
        name=name,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attached=[_attached(part) for part in message.iter_attachments()],
        source=content.strip(b"\n") + b"\n",
    )


def _body(message, kind):
    part = message.get_body(preferencelist=(kind,))
    return part.get_content().strip() if part else ""


def _attached(part):
    return Attached(part.get_filename() or "sans-nom", part.get_payload(decode=True) or b"")
