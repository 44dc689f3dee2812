"""Reports of non-delivery that come back by e-mail: read, matched to a message of ours, kept.

RFC 3464 gives their shape: a `multipart/report` whose second part, `message/delivery-status`,
says for each recipient what became of the message, and whose third quotes it, whole or by its
headers (RFC 3462). What names a message is its Message-ID, which nobody can guess, or the
address of its own that it was sent from (see `wire.return_path`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from enum import Enum, auto
from uuid import UUID

from django.conf import settings

from .bounces import mark_bounced
from .models import OutboxMessage
from .statuses import is_hard, status_in

LARGEST = 2_000_000
"""Bytes of a report that are read; what it quotes in full may be heavy."""
OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
PATH = re.compile(r"\+([0-9a-f]{32})@")
FAILED = "failed"


class Read(Enum):
    """What came of a report."""

    KEPT = auto()
    KNOWN = auto()
    NOT_FINAL = auto()
    UNKNOWN_MESSAGE = auto()
    NOT_A_REPORT = auto()


@dataclass(frozen=True)
class Report:
    """`status` is the worst code among the recipients given up, empty when none was."""

    message: UUID | None
    status: str


def take_report(raw: bytes, *, at: datetime) -> Read:
    """Read one message and mark what it tells of. A delay, or a success, changes nothing."""
    report = parse(raw)
    if report is None:
        return Read.NOT_A_REPORT
    if not report.status:
        return Read.NOT_FINAL
    found = OutboxMessage.objects.filter(pk=report.message).first() if report.message else None
    if found is None:
        return Read.UNKNOWN_MESSAGE
    return Read.KEPT if mark_bounced(found, report.status, at=at) else Read.KNOWN


def parse(raw: bytes) -> Report | None:
    """The report in a message; None when it is none. Never raises, whatever the bytes."""
    mail = message_from_bytes(raw[:LARGEST], policy=policy.compat32)
    parts = list(mail.walk())
    statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not statuses:
        return None
    given_up = [status for part in statuses for status in _given_up(part)]
    worst = next((one for one in given_up if is_hard(one)), given_up[0] if given_up else "")
    return Report(_message_in(mail, parts), worst)


def _given_up(part: Message) -> Iterator[str]:
    """The code of each recipient to whom it will not be delivered."""
    payload = part.get_payload()
    for block in payload if isinstance(payload, list) else ():
        if isinstance(block, str):
            continue
        if str(block.get("Action", "")).strip().lower().startswith(FAILED):
            said = f"{block.get('Status', '')} {block.get('Diagnostic-Code', '')}"
            yield status_in(said) or "5.0.0"


def _message_in(mail: Message, parts: list[Message]) -> UUID | None:
    """By the quoted Message-ID, else by the address that the report was sent to."""
    for part in parts:
        said = str(part.get("Message-ID", "")) if part is not mail else ""
        if found := OURS.search(said):
            return UUID(found[1])
        if part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True)
            quoted = message_from_bytes(head if isinstance(head, bytes) else b"")
            if found := OURS.search(str(quoted.get("Message-ID", ""))):
                return UUID(found[1])
    return _by_path(mail)


def _by_path(mail: Message) -> UUID | None:
    name = settings.BOUNCE_ADDRESS.partition("@")[0]
    for header in ("To", "Delivered-To", "X-Original-To"):
        for said in mail.get_all(header, []):
            found = PATH.search(str(said))
            if found and name and f"{name}+" in str(said):
                return UUID(found[1])
    return None
