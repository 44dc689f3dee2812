"""Telling a holder what the committee decided; correcting it; giving it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment

from ..enums import AwardOutcome
from ..models import Award, AwardLine, Dossier
from ..queries.awards import MAIL, mail_context, mail_key
from ..queries.team import filers_of
from ..workflow import move
from .freezing import held

LONGEST = 2000
VERBS = {
    AwardOutcome.GRANTED: "grant",
    AwardOutcome.DECLINED: "decline",
    AwardOutcome.WAITING: "put_on_waiting",
}
NO_AMOUNT = "Un accord se publie avec un montant, d’un financeur au moins."
NO_REASON = "Un refus se publie avec son motif : la loi demande de le dire."
NO_REMEDIES = "Un refus dit comment le contester : le délai de recours ne court pas sans cela."
NO_RANK = "Une place sur la liste d’attente se publie avec son rang."
NO_RENOUNCING = "Dites pourquoi vous renoncez : la coordination lira ce motif."
NO_CORRECTION = "Dites ce que cette nouvelle version corrige."
CHANGED = "Ce dossier n’en est plus à cette décision : rechargez la page pour voir où il en est."


@dataclass(frozen=True)
class Line:
    """Euros of one funder; `source` names the line of the budget, as `FunderKind` does."""

    funder: str
    source: str
    amount: Decimal


@dataclass(frozen=True)
class Told:
    """A decision fit to be published, with the letter that says it."""

    outcome: AwardOutcome
    decided_on: date
    letter_number: str
    letter: bytes
    lines: tuple[Line, ...] = ()
    conditions: str = ""
    reason: str = ""
    remedies: str = ""
    rank: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def tell_award(dossier: Dossier, told: Told, *, by: User, at: datetime) -> Award:
    """Move the dossier to what was decided, keep what is told of it and tell its holder. Journaled.

    Raises `Refused` when the dossier awaits no decision, or when the decision is not whole.
    """
    _refuse_unless_whole(told)
    dossier = held(dossier)
    move(dossier, VERBS[AwardOutcome(told.outcome)], by=by, at=at)
    award = _written(dossier, told, by=by, at=at)
    _tell(award, at=at)
    return award


@transaction.atomic
def correct_award(
    dossier: Dossier, told: Told, *, correction: str, by: User, at: datetime
) -> Award:
    """Publish the same outcome in other words or amounts, as a new version. Journaled.

    Raises `Refused` without words on what is corrected, or when the outcome is no longer that.
    """
    if not correction.strip():
        raise Refused(nbsp(NO_CORRECTION))
    _refuse_unless_whole(told)
    dossier = held(dossier)
    if dossier.state != told.outcome:
        raise Refused(nbsp(CHANGED))
    award = _written(dossier, told, correction=correction.strip(), by=by, at=at)
    data, scope = {"version": award.version}, dossier.edition.coordination.slug
    record("dossier.award_corrected", by=by, at=at, obj=dossier, data=data, scope=scope)
    _tell(award, at=at)
    return award


@transaction.atomic
def renounce_award(dossier: Dossier, *, reason: str, by: User, at: datetime) -> None:
    """Give up what was granted, or one's place on the waiting list, and say why. Journaled.

    The decision stays, with its letter. Raises `Refused` without a reason.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(nbsp(NO_RENOUNCING))
    if len(reason) > LONGEST:
        raise Refused(nbsp("Ce motif est trop long : 2\u202f000 caractères au plus."))
    move(dossier, "renounce", by=by, at=at, reason=reason)


def _refuse_unless_whole(told: Told) -> None:
    lacks = {
        AwardOutcome.GRANTED: [(not told.lines, NO_AMOUNT)],
        AwardOutcome.DECLINED: [
            (not told.reason.strip(), NO_REASON),
            (not told.remedies.strip(), NO_REMEDIES),
        ],
        AwardOutcome.WAITING: [(told.rank is None, NO_RANK)],
    }
    if reasons := [
        nbsp(sentence) for is_lacking, sentence in lacks[AwardOutcome(told.outcome)] if is_lacking
    ]:
        raise Refused(*reasons)


def _tell(award: Award, *, at: datetime) -> None:
    """The representatives and the delegates, letter joined; once for each version."""
    context = mail_context(award, list(award.lines.all()))
    letter = [Attachment("dossiers.award", [award.pk])]
    people = filers_of(award.dossier)
    notify(people, MAIL, context, key=mail_key(award), at=at, attachments=letter)


def _written(
    dossier: Dossier, told: Told, *, by: User, at: datetime, correction: str = ""
) -> Award:
    lines = told.lines if told.outcome == AwardOutcome.GRANTED else ()
    award = Award.objects.create(
        dossier=dossier,
        version=Award.objects.filter(dossier=dossier).count() + 1,
        outcome=told.outcome,
        total=sum((one.amount for one in lines), Decimal(0)),
        conditions=told.conditions,
        reason=told.reason,
        remedies=told.remedies,
        rank=told.rank,
        decided_on=told.decided_on,
        correction=correction,
        words=dict(told.words),
        letter_number=told.letter_number,
        letter=told.letter,
        sha256=sha256(told.letter).hexdigest(),
        published_by=by,
        published_at=at,
    )
    AwardLine.objects.bulk_create(
        AwardLine(award=award, funder=one.funder, source=one.source, amount=one.amount)
        for one in lines
    )
    return award
