"""Telling who may file that the dossier is ready."""

from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import local
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

from ..models import Dossier
from ..progress import blocking
from ..queries.team import filers_of
from ..queries.verdicts import verdicts_of

NOT_A_FILER = "Cette personne ne peut pas déposer ce dossier."
NOT_READY = "Il reste un point à régler avant de déposer\u00a0: rien n’est parti."
TOLD_TODAY = "Cette personne a déjà été prévenue aujourd’hui."


@transaction.atomic
def tell_ready(dossier: Dossier, to: User, *, by: User, at: datetime) -> None:
    """Write to somebody who may file, at most once a day in the edition's zone, whoever asks.

    Refused while a rule holds the dossier back, and for a person who may not file.
    """
    if to not in filers_of(dossier):
        raise Refused(NOT_A_FILER)
    if blocking(verdicts_of(dossier, at=at)):
        raise Refused(NOT_READY)
    day = local(at, dossier.edition.timezone).date()
    context = {"dossier": dossier, "edition": dossier.edition, "by": by}
    key = f"ready:{dossier.pk}:{to.pk}:{day}"
    if not notify([to], "dossiers/emails/ready", context, key=key, at=at):
        raise Refused(TOLD_TODAY)
    record(
        "dossier.told_ready",
        by=by,
        at=at,
        obj=dossier,
        data={"user": str(to.pk)},
        scope=dossier.edition.coordination.slug,
    )
