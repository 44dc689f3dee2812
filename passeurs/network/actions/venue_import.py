"""Bringing a table of venues into the directory, all that was accepted or nothing."""

from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.organisations.models import Coordination
from passeurs.spreadsheets.models import PendingFile

from ..venue_reading import Report
from .venues import amend_venue, create_venue

SERVED = "Ce fichier a déjà servi, ou n’attend plus\u00a0: renvoyez-le pour le relire."


@transaction.atomic
def import_venues(
    coordination: Coordination, report: Report, *, pending: PendingFile, by: User, at: datetime
) -> int:
    """Add the new venues, to be verified, and complete those that are known; how many in all.

    An empty cell changes nothing. The file has then served: a second click is Refused.
    """
    served, _ = PendingFile.objects.filter(pk=pending.pk).delete()
    if not served:
        raise Refused(SERVED)
    for line in report.usable:
        if line.venue is None:
            create_venue(coordination, line.facts, by=by, at=at)
        else:
            facts = {name: line.facts[name] for name in line.changed}
            amend_venue(line.venue, facts, by=by, at=at)
    count = len(report.usable)
    data = {"lines": count, "refused": report.refused}
    record("venue.import", by=by, at=at, obj=coordination, data=data, scope=coordination.slug)
    return count
