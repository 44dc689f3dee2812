"""Deciding of the dossier on screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import plural

from ..enums import Verdict
from ..models import Decision, DecisionVersion, Envelope, Grant, Passage, Session
from ..queries.bounds import ground_for
from ..queries.session import is_whole, voices_on
from ..queries.sittings import seats_of
from .holding import (
    BALLOT_OPEN,
    has_open_ballot,
    hold_open,
    hold_session,
    tell,
)
from .leaving import note_leaving
from .sittings import journal

NO_AMOUNT = "Un accord demande un montant, sur une enveloppe au moins."
OVERTAKEN = (
    "Quelqu’un d’autre vient de décider de ce dossier\u00a0: sa décision est ci-dessus, la vôtre "
    "est restée écrite ici. Enregistrez de nouveau pour la remplacer."
)


@dataclass(frozen=True)
class Choice:
    """What is decided: `amounts` are euros by key of envelope.

    `without_quorum` says that one knows the quorum is missing, and decides all the same.
    """

    verdict: str
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
    conditions: str = ""
    reason: str = ""
    rank: int | None = None
    without_quorum: bool = False

    @property
    def facts(self) -> dict[str, object]:
        names = ("verdict", "conditions", "reason", "rank")
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def decide(passage: Passage, choice: Choice, *, version: int, by: User, at: datetime) -> Decision:
    """Decide, or decide anew, of the dossier on screen; the former decision is kept. Journaled.

    `version` is that of the decision one saw, 0 when there was none. Raises `Refused` when another
    was taken meanwhile, when a bound is passed (it names it), when the dossier left the screen, or
    without the quorum, where that was not said or the session does not allow it.
    """
    session = hold_session(passage.sitting)
    found = hold_open(session, passage, by=by)
    if has_open_ballot(found.pk):
        raise Refused(BALLOT_OPEN)
    note_leaving(session, at=at)
    present = len(voices_on(session, seats_of(session.sitting)))
    _refuse_without_quorum(session, present, choice)
    _refuse_over(session, found, choice, by=by)
    decision = write_decision(found, choice, version=version, by=by, at=at)
    decision.versions.filter(version=decision.version).update(voices=present)
    tell(session)
    data = {"dossier": str(found.dossier_id), "version": decision.version}
    journal("decided", session.sitting, by=by, at=at, data=data)
    return decision


def _refuse_without_quorum(session: Session, present: int, choice: Choice) -> None:
    needed = session.sitting.quorum
    if present >= needed:
        return
    lacking = f"Le quorum n’est pas atteint\u00a0: {plural(present, 'voix', 'voix')} sur {needed}."
    if session.needs_quorum:
        raise Refused(f"{lacking} Cette séance ne décide rien sans lui.")
    if not choice.without_quorum:
        raise Refused(
            f"{lacking} Cochez «\u00a0Décider sans le quorum\u00a0» pour le faire quand même."
        )


def _refuse_over(session: Session, passage: Passage, choice: Choice, *, by: User) -> None:
    if choice.verdict != Verdict.GRANTED:
        return
    if not any(choice.amounts.values()):
        raise Refused(NO_AMOUNT)
    ground = ground_for(session.sitting, passage)
    sees_all = is_whole(session.sitting, by)
    if reasons := ground.sentences(choice.amounts, is_whole=sees_all):
        raise Refused(*reasons)


def write_decision(
    passage: Passage, choice: Choice, *, version: int, by: User, at: datetime
) -> Decision:
    """The decision, its grants and its line of history; Refused when another was taken."""
    decision = _written(passage, choice, version=version, by=by, at=at)
    _grant(decision, choice)
    return decision


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
