"""The coordination's decision on admissibility, once nothing stands in its way."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions import admission
from passeurs.dossiers.models import Admission, Dossier

from ..queries.corrections import has_open_correction
from ..queries.pieces import obstacles_to

CORRECTING = (
    "Une correction est demandée au porteur et attend sa réponse : la recevabilité se dit après."
)


@transaction.atomic
def admit(dossier: Dossier, *, by: User, at: datetime) -> Admission:
    """Say the dossier admissible; its holder is told. Journaled.

    Raises `Refused` with a sentence per point that keeps it from being so, or while a correction
    is open.
    """
    held = _held(dossier, at=at)
    left = obstacles_to(held, at=at)
    if left:
        raise Refused(*(f"{one.title} : {one.reason}" for one in left))
    return admission.admit(held, by=by, at=at)


@transaction.atomic
def refuse(
    dossier: Dossier, *, reasons: Sequence[str], appeal: str, by: User, at: datetime
) -> Admission:
    """Say the dossier inadmissible, in these words; its holder is told. Journaled.

    Raises `Refused` as `dossiers.actions.admission.refuse_admission`, or while a correction is
    open.
    """
    held = _held(dossier, at=at)
    return admission.refuse_admission(held, reasons=reasons, appeal=appeal, by=by, at=at)


@transaction.atomic
def reopen(dossier: Dossier, *, reason: str, by: User, at: datetime) -> None:
    """Come back on the decision, and say why; its holder is told. Journaled."""
    admission.reopen_admission(dossier, reason=reason, by=by, at=at)


def _held(dossier: Dossier, *, at: datetime) -> Dossier:
    """The dossier read anew and kept from other writers until the end of the transaction."""
    held = Dossier.objects.select_for_update(of=("self",))
    related = ("edition__coordination", "structure__commune", "project", "audience")
    found = held.select_related(*related).get(pk=dossier.pk)
    if has_open_correction(found, at=at):
        raise Refused(CORRECTING)
    return found
