"""Saying that a filed dossier is admissible, or is not; coming back on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.refusals import Refused
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment

from ..enums import Outcome
from ..models import Admission, Dossier
from ..queries.people import people_to_tell
from ..queries.words import own_words
from ..workflow import move

LONGEST = 10_000
NO_REASON = (
    "Choisissez un motif au moins, ou écrivez-le : le porteur doit savoir pourquoi son dossier "
    "n’est pas recevable."
)
NO_APPEAL = "Dites comment contester cette décision : le délai de recours ne court pas sans cela."


@transaction.atomic
def admit(dossier: Dossier, *, by: Any, at: datetime) -> Admission:
    """Say the dossier admissible and tell its holder, letter joined. Journaled.

    What may still stand in its way is the caller's to look at (`instruction.queries`).
    """
    return _decide(dossier, "admit", Outcome.ADMISSIBLE, reasons=[], appeal="", by=by, at=at)


@transaction.atomic
def refuse_admission(
    dossier: Dossier, *, reasons: Sequence[str], appeal: str, by: Any, at: datetime
) -> Admission:
    """Say the dossier inadmissible, why, and how to contest it; tell its holder. Journaled.

    Raises `Refused` without a reason or without words on contesting it, or when a text is too
    long: a decision that refuses gives both (CRPA, articles L211-5 and R421-5 of the CJA).
    """
    told = [reason.strip() for reason in reasons if reason.strip()]
    if not told:
        raise Refused(NO_REASON)
    if not appeal.strip():
        raise Refused(NO_APPEAL)
    if max(map(len, [*told, appeal])) > LONGEST:
        raise Refused("Ce texte est trop long pour une lettre : 10\u202f000 caractères au plus.")
    verb, outcome = "refuse_admission", Outcome.INADMISSIBLE
    return _decide(dossier, verb, outcome, reasons=told, appeal=appeal.strip(), by=by, at=at)


def _decide(  # noqa: PLR0913 - what, in which words, by whom
    dossier: Dossier,
    verb: str,
    outcome: Outcome,
    *,
    reasons: list[str],
    appeal: str,
    by: Any,
    at: datetime,
) -> Admission:
    move(dossier, verb, by=by, at=at)
    more = {"motifs": "\n".join(f"- {reason}" for reason in reasons)}
    words = own_words(dossier, outcome.value, **more)
    admission = Admission.objects.create(
        dossier=dossier, outcome=outcome, reasons=reasons, appeal=appeal, words=words, by=by, at=at
    )
    holders, _ = people_to_tell(dossier)
    context = {"dossier": dossier, "admission": admission, "edition": dossier.edition}
    letter = [Attachment("dossiers.admission", [admission.pk])]
    template = f"dossiers/emails/{outcome.value}"
    key = f"admission:{admission.pk}"
    notify(holders, template, context, key=key, at=at, attachments=letter)
    return admission


@transaction.atomic
def reopen_admission(dossier: Dossier, *, reason: str, by: Any, at: datetime) -> None:
    """Come back on the decision: the dossier is filed again, to be checked anew. Journaled.

    The holder is told, with the reason. Raises `Refused` without one.
    """
    if not reason.strip():
        raise Refused("Dites pourquoi vous revenez sur cette décision : le porteur lira ce motif.")
    if len(reason) > LONGEST:
        raise Refused("Ce motif est trop long : 10\u202f000 caractères au plus.")
    move(dossier, "reopen_admission", by=by, at=at, reason=reason.strip())
    taken = list(Admission.objects.filter(dossier=dossier, taken_back_at=None))
    take_back_decisions(dossier, at=at)
    holders, _ = people_to_tell(dossier)
    context = {"dossier": dossier, "edition": dossier.edition, "reason": reason.strip()}
    key = f"admission_reopened:{dossier.pk}:{'-'.join(str(one.pk) for one in taken)}"
    notify(holders, "dossiers/emails/admission_reopened", context, key=key, at=at)


def take_back_decisions(dossier: Dossier, *, at: datetime) -> None:
    """What was decided no longer stands; it is kept."""
    Admission.objects.filter(dossier=dossier, taken_back_at=None).update(taken_back_at=at)
