"""Freezing a dossier in a numbered snapshot, and holding it meanwhile."""

from datetime import datetime
from typing import Any

from ..enums import CorrectionState
from ..models import CorrectionRequest, Dossier, Snapshot
from ..queries.filing import sha256_of


def held(dossier: Dossier) -> Dossier:
    """The dossier read anew and kept from every other writer until the end of the transaction."""
    held = Dossier.objects.select_for_update(of=("self",))
    related = ("edition__coordination", "structure__commune", "project", "audience")
    return held.select_related(*related).get(pk=dossier.pk)


def freeze(  # noqa: PLR0913 - what a snapshot holds
    dossier: Dossier,
    document: Any,
    edition_document: Any,
    verdicts: Any,
    *,
    by: Any,
    at: datetime,
    corrected_at: datetime | None = None,
) -> Snapshot:
    """Number the dossier as it stands; `at` is the instant of reception, also for a correction."""
    number = Snapshot.objects.filter(dossier=dossier).count() + 1
    return Snapshot.objects.create(
        dossier=dossier,
        number=number,
        receipt_number=f"{dossier.reference}-R{number}",
        received_at=at,
        corrected_at=corrected_at,
        document=document,
        edition_document=edition_document,
        verdicts=[verdict.as_dict() for verdict in verdicts],
        sha256=sha256_of(document),
        submitted_by=by,
    )


def lapse_corrections(dossier: Dossier, *, at: datetime) -> None:
    """A dossier taken back is its holder's again, whole: what was asked of it is asked no more."""
    sent = CorrectionRequest.objects.filter(dossier=dossier, state=CorrectionState.SENT)
    sent.update(
        state=CorrectionState.WITHDRAWN,
        settled_at=at,
        reason="Le dossier a été retiré par son porteur.",
    )
