"""The day itself: who came, and the certificate that says so."""

import hashlib
import logging
from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import local
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment

from ..enums import Place, State
from ..models import Certificate, Registration
from ..printing.certificate import certificate_pdf, number_of
from ..queries.attendance import to_certify
from ..workflow import place
from .holding import hold, note, telling

logger = logging.getLogger(__name__)
CERTIFICATE = "events.certificate"
TOO_EARLY = "L’émargement s’ouvre le jour même."
NOT_SIGNED = "On n’émarge qu’à une rencontre ouverte, close, ou qui a eu lieu."
HAS_PAPER = "Son attestation est déjà établie\u00a0: sa présence ne change plus."


@transaction.atomic
def mark(registration: Registration, name: str, *, by: User, at: datetime) -> None:
    """Note who came, who did not, or take it back (`workflow.PLACES`). Journaled.

    Raises `Refused` before the day, once the certificate is made, or when another did before.
    """
    event = hold(registration.event)
    if event.state not in {State.OPEN, State.CLOSED, State.HELD}:
        raise Refused(NOT_SIGNED)
    if local(at, event.zone).date() < event.day:
        raise Refused(TOO_EARLY)
    if Certificate.objects.filter(registration=registration).exists():
        raise Refused(HAS_PAPER)
    marks = {"marked_at": None, "marked_by": None}
    place(registration, name, **(marks if name == "unmark" else {"marked_at": at, "marked_by": by}))
    note(name, registration, event, by=by, at=at)


def issue_certificates(*, at: datetime) -> int:
    """Make and send the certificate of each who came to an event that was held; how many.

    Run twice or by two workers, each is made and sent once. One that fails keeps no other back.
    """
    return sum(_try(one, at=at) for one in to_certify())


def _try(registration: Registration, *, at: datetime) -> bool:
    try:
        return _issue(registration, at=at)
    except Exception as error:  # noqa: BLE001 - see `issue_certificates`
        logger.warning("certificate of %s: %s", registration.pk, type(error).__name__)
        return False


@transaction.atomic
def _issue(registration: Registration, *, at: datetime) -> bool:
    event = hold(registration.event)
    line = event.registrations.select_related("user", "structure").get(pk=registration.pk)
    if line.state != Place.CAME or Certificate.objects.filter(registration=line).exists():
        return False
    content = certificate_pdf(line, event, at=at)
    digest = hashlib.sha256(content).hexdigest()
    facts = {"number": number_of(line, event), "content": content, "sha256": digest}
    made = Certificate.objects.create(registration=line, made_at=at, **facts)
    notify(
        [line.user],
        "events/emails/certificate",
        telling(event) | {"certificate": made},
        key=f"event.certificate:{made.pk}",
        at=at,
        attachments=[Attachment(CERTIFICATE, [made.pk])],
    )
    note("certified", line, event, by=None, at=at)
    return True
