"""Deciding of the dossier on screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused

from ..enums import Verdict
from ..models import Decision, DecisionVersion, Envelope, Grant, Passage, Session
from ..queries.bounds import ground_for
from ..queries.session import is_whole
from .holding import BALLOT_OPEN, has_open_ballot, hold_open, hold_session, tell
from .sittings import journal

NO_AMOUNT = "Un accord demande un montant, sur une enveloppe au moins."
OVERTAKEN = (
    "Quelqu’un d’autre vient de décider de ce dossier\u00a0: sa décision est ci-dessus, la vôtre "
    "est restée écrite ici. Enregistrez de nouveau pour la remplacer."
)


@dataclass(frozen=True)
class Choice:
    """What is decided: `amounts` are euros by key of envelope."""

    verdict: str
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
    conditions: str = ""
    reason: str = ""
    rank: int | None = None

    @property
    def facts(self) -> dict[str, object]:
        names = ("verdict", "conditions", "reason", "rank")
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def decide(passage: Passage, choice: Choice, *, version: int, by: User, at: datetime) -> Decision:
    """Decide, or decide anew, of the dossier on screen; the former decision is kept. Journaled.

    `version` is that of the decision one saw, 0 when there was none. Raises `Refused` when another
    was taken meanwhile, when a bound is passed (it names it), or when the dossier left the screen.
    """
    session = hold_session(passage.sitting)
    found = hold_open(session, passage, by=by)
    if has_open_ballot(found.pk):
        raise Refused(BALLOT_OPEN)
    _refuse_over(session, found, choice, by=by)
    decision = _written(found, choice, version=version, by=by, at=at)
    _grant(decision, choice)
    tell(session)
    data = {"dossier": str(found.dossier_id), "version": decision.version}
    journal("decided", session.sitting, by=by, at=at, data=data)
    return decision


def _refuse_over(session: Session, passage: Passage, choice: Choice, *, by: User) -> None:
    if choice.verdict != Verdict.GRANTED:
        return
    if not any(choice.amounts.values()):
        raise Refused(NO_AMOUNT)
    ground = ground_for(session.sitting, passage)
    sees_all = is_whole(session.sitting, by)
    if reasons := ground.sentences(choice.amounts, is_whole=sees_all):
        raise Refused(*reasons)


def _written(passage: Passage, choice: Choice, *, version: int, by: User, at: datetime) -> Decision:
    """One conditional update by version: of two at once, one wins."""
    facts = {**choice.facts, "decided_by": by, "decided_at": at}
    if version:
        rows = Decision.objects.filter(passage=passage, version=version)
        if not rows.update(version=F("version") + 1, **facts):
            raise Refused(OVERTAKEN)
        return Decision.objects.get(passage=passage)
    try:
        with transaction.atomic():
            return Decision.objects.create(passage=passage, **facts)
    except IntegrityError:
        raise Refused(OVERTAKEN) from None


def _grant(decision: Decision, choice: Choice) -> None:
    """The grants of this version, and its line of history."""
    decision.grants.all().delete()
    given = {key: one for key, one in choice.amounts.items() if one}
    if choice.verdict != Verdict.GRANTED:
        given = {}
    Grant.objects.bulk_create(
        Grant(decision=decision, envelope_id=key, amount=one) for key, one in given.items()
    )
    funders = Envelope.objects.in_bulk(given)
    DecisionVersion.objects.create(
        decision=decision,
        version=decision.version,
        amounts={funders[key].funder: str(one) for key, one in given.items()},
        by=decision.decided_by,
        at=decision.decided_at,
        **choice.facts,
    )
