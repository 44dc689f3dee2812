"""Filing a dossier, and taking it back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.calls.enums import WordingKind
from passeurs.core.refusals import Refused
from passeurs.eligibility.engine import evaluate, fileable
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment
from passeurs.notifications.enums import Family

from ..models import Dossier, Snapshot
from ..queries.document import dump
from ..queries.filing import reasons_against
from ..queries.people import people_to_tell
from ..queries.words import own_words
from ..workflow import move
from .admission import take_back_decisions
from .freezing import freeze, held, lapse_corrections
from .recusals import find_recusals
from .typing import refuse_unless_confirmed


@transaction.atomic
def submit_dossier(dossier: Dossier, *, by: Any, at: datetime) -> Snapshot:
    """Freeze the dossier, number its receipt, and tell the holder and the coordination.

    `at` is the instant of reception, read once from the database's clock. Raises `Refused`
    with one sentence per blocking rule; nothing is then written.
    """
    dossier = held(dossier)
    if not dossier.edition.is_open(at=at):
        raise Refused(
            "L’appel n’est pas ouvert : rien ne peut être déposé. Votre brouillon reste là."
        )
    refuse_unless_confirmed(dossier)
    edition_document = dossier.edition.document()
    document = dump(dossier)
    verdicts = evaluate(document, edition_document, at=at)
    if not fileable(verdicts):
        raise Refused(*reasons_against(verdicts))
    move(dossier, "submit", by=by, at=at, submitted_at=at)
    document["context"]["submitted_at"] = at.isoformat()
    snapshot = freeze(dossier, document, edition_document, verdicts, by=by, at=at)
    find_recusals(dossier, at=at)
    _tell(dossier, snapshot, at=at)
    return snapshot


def _tell(dossier: Dossier, snapshot: Snapshot, *, at: datetime) -> None:
    holders, desk = people_to_tell(dossier)
    context = {"dossier": dossier, "snapshot": snapshot, "edition": dossier.edition}
    key = f"submitted:{snapshot.receipt_number}"
    receipt = [Attachment("dossiers.receipt", [snapshot.pk])]
    words = own_words(dossier, WordingKind.FILED, récépissé=snapshot.receipt_number)
    notify(
        holders,
        "dossiers/emails/submitted",
        context | {"words": words},
        key=key,
        at=at,
        attachments=receipt,
    )
    notify(
        desk,
        "dossiers/emails/submitted_desk",
        context,
        key=f"{key}:desk",
        at=at,
        family=Family.DESK,
    )


@transaction.atomic
def withdraw_dossier(dossier: Dossier, *, by: Any, at: datetime, reason: str = "") -> None:
    """Take a filed dossier back before the closing, to correct it and file it again.

    The receipt stays, marked withdrawn, as does what was decided of it. Raises `Refused` once the
    call is closed.
    """
    if dossier.edition.is_closed(at=at):
        raise Refused(
            "L’appel est clos : un dossier déposé ne peut plus être retiré ici. "
            "Écrivez à la coordination."
        )
    move(dossier, "withdraw", by=by, at=at, reason=reason, submitted_at=None)
    Snapshot.objects.filter(dossier=dossier, withdrawn_at=None).update(withdrawn_at=at)
    take_back_decisions(dossier, at=at)
    lapse_corrections(dossier, at=at)
    holders, desk = people_to_tell(dossier)
    context = {"dossier": dossier, "edition": dossier.edition, "at": at}
    number = Snapshot.objects.filter(dossier=dossier).count()
    key = f"withdrawn:{dossier.reference}:{number}"
    notify([*holders, *desk], "dossiers/emails/withdrawn", context, key=key, at=at)


@transaction.atomic
def abandon_dossier(dossier: Dossier, *, by: Any, at: datetime, reason: str = "") -> None:
    """Put a draft away; it can be taken up again while the call is open."""
    move(dossier, "abandon", by=by, at=at, reason=reason)


@transaction.atomic
def resume_dossier(dossier: Dossier, *, by: Any, at: datetime) -> None:
    """Take an abandoned dossier up again. Raises `Refused` once the call is closed."""
    if dossier.edition.is_closed(at=at):
        raise Refused("L’appel est clos : ce dossier ne peut plus être repris.")
    move(dossier, "resume", by=by, at=at)
