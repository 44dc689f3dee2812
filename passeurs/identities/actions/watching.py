"""Reading the journal's chain again each night, and telling those who look after the platform."""

from datetime import datetime
from itertools import islice

import structlog

from passeurs.identities.queries import administrators
from passeurs.journal.verification import Fault, faults, head
from passeurs.notifications.actions import notify

TOLD = 20  # faults in a message: one tampering may break many

log = structlog.get_logger("passeurs.journal")


def watch_journal(*, at: datetime) -> list[Fault]:
    """Write the head of the chain in the server's log, where it outlives the base; tell faults.

    The head noted each night is what shows, later, that the end was cut off
    (`verify_journal --anchor`).
    """
    found = list(islice(faults(), TOLD))
    end = head()
    if not found:
        log.info("journal relu", place=end.position, sceau=end.hash)
        return []
    log.error("journal altéré", place=end.position, sceau=end.hash, faults=len(found))
    context = {"faults": found, "at": at}
    key = f"journal.broken:{at:%Y-%m-%d}"
    notify(administrators(at=at), "identities/emails/journal_broken", context, key=key, at=at)
    return found
