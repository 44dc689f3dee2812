"""The coordination proposes a practitioner for an action; the holder takes them up, or not."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.journal.actions import record
from passeurs.network.models import Practitioner
from passeurs.network.queries.people import reusable
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family

from ..changes import ActionPeopleChange
from ..enums import ProposalState
from ..models import Action, ActionPerson, Person, Proposal, Section
from ..queries.people import people_to_tell
from .network import take_up
from .rows import refuse_unless_editable
from .saving import save_changes

MOST_OPEN = 6
"""Proposals that may wait at once for one action: more is a list, not a proposal."""

LONGEST = 600
TWICE = "Cette personne est déjà proposée pour cette action."
GONE = "Cette fiche n’est plus proposée : la personne l’a retirée, ou elle a été écartée."
IN_ALREADY = "Cette personne mène déjà cette action."
ANSWERED = "Cette proposition a déjà sa réponse, ou n’est plus là : rechargez la page."


@transaction.atomic
def propose(action: Action, card: Practitioner, *, words: str, by: User, at: datetime) -> Proposal:
    """Propose somebody for an action, with a word of why; who writes for the holder is told.

    Journaled. Raises `Refused` when the dossier is not to be written, for somebody proposed or in
    the action already, a card that is not to be seen any more, or past six open proposals.
    """
    refuse_unless_editable(action.dossier, at=at)
    words = words.strip()
    if len(words) > LONGEST:
        raise Refused(nbsp(f"Ce mot est trop long : {LONGEST} caractères au plus."))
    if not reusable(action.dossier.structure).filter(pk=card.pk).exists():
        raise Refused(nbsp(GONE))
    if _is_in(action, card):
        raise Refused(IN_ALREADY)
    if action.proposals.filter(state=ProposalState.PROPOSED).count() >= MOST_OPEN:
        raise Refused(f"{MOST_OPEN} personnes attendent déjà une réponse pour cette action.")
    made = _keep(action, card, words=words, by=by, at=at)
    _tell_holder(made, at=at)
    _journal(made, "proposed", by=by, at=at)
    return made


def _keep(action: Action, card: Practitioner, *, words: str, by: User, at: datetime) -> Proposal:
    """One row for the two; proposed again, once answered or withdrawn, it waits anew."""
    told = {"words": words, "by": by, "at": at, "state": ProposalState.PROPOSED}
    cleared = {"answer": "", "answered_by": None, "answered_at": None}
    known = Proposal.objects.filter(action=action, practitioner=card)
    if known.exclude(state=ProposalState.PROPOSED).update(**told, **cleared):
        return known.select_related("practitioner").get()
    try:
        with transaction.atomic():
            return Proposal.objects.create(action=action, practitioner=card, **told)
    except IntegrityError:
        raise Refused(TWICE) from None


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: User, at: datetime) -> None:
    """Take a proposal back while it waits. Journaled. Raises `Refused` once it is answered."""
    _settle(proposal, ProposalState.WITHDRAWN, answer="", by=by, at=at)
    _journal(proposal, "proposal_withdrawn", by=by, at=at)


@transaction.atomic
def take_proposal(proposal: Proposal, *, by: User, at: datetime) -> Person:
    """Take the person up into the dossier and into the action; the coordination is told.

    Journaled. Raises `Refused` when the proposal is answered, the card withdrawn meanwhile, or the
    dossier not to be written.
    """
    action, card = proposal.action, proposal.practitioner
    if not reusable(action.dossier.structure).filter(pk=card.pk).exists():
        raise Refused(nbsp(GONE))
    _settle(proposal, ProposalState.TAKEN, answer="", by=by, at=at)
    row = engage(action, card, by=by, at=at)
    _tell_proposer(proposal, at=at)
    _journal(proposal, "proposal_taken", by=by, at=at)
    return row


@transaction.atomic
def dismiss_proposal(proposal: Proposal, *, answer: str, by: User, at: datetime) -> None:
    """Say no, with a word or without; the coordination is told. Journaled.

    Raises `Refused` once answered, or when the dossier is not to be written.
    """
    answer = answer.strip()
    if len(answer) > LONGEST:
        raise Refused(nbsp(f"Ce mot est trop long : {LONGEST} caractères au plus."))
    refuse_unless_editable(proposal.action.dossier, at=at)
    _settle(proposal, ProposalState.DISMISSED, answer=answer, by=by, at=at)
    _tell_proposer(proposal, at=at)
    _journal(proposal, "proposal_dismissed", by=by, at=at)


@transaction.atomic
def engage(action: Action, card: Practitioner, *, by: Any, at: datetime) -> Person:
    """Take somebody up in the dossier and let them lead the action, as if their box were ticked.

    Raises `Refused` when the dossier is not to be written.
    """
    dossier = action.dossier
    row = take_up(dossier, card, by=by, at=at)
    before = sorted(ActionPerson.objects.filter(action=action).values_list("person", flat=True))
    if row.pk in before:
        return row
    change = ActionPeopleChange(
        name="practitioners",
        action=action,
        value=[str(pk) for pk in [*before, row.pk]],
        before=str(before),
    )
    version = Section.objects.get(dossier=dossier, code="actions").version
    save_changes(dossier, "actions", [change], row=action.key, version=version, by=by, at=at)
    return row


def _is_in(action: Action, card: Practitioner) -> bool:
    rows = ActionPerson.objects.filter(action=action, person__practitioner=card)
    return rows.exists()


def _settle(
    proposal: Proposal, state: ProposalState, *, answer: str, by: User, at: datetime
) -> None:
    """One conditional update: of two answers the first stands."""
    rows = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.PROPOSED)
    if not rows.update(state=state, answer=answer, answered_by=by, answered_at=at):
        raise Refused(nbsp(ANSWERED))
    proposal.state, proposal.answer, proposal.answered_by = state, answer, by


def _tell_holder(proposal: Proposal, *, at: datetime) -> None:
    holders, _ = people_to_tell(proposal.action.dossier)
    _tell(holders, proposal, "practitioner_proposed", Family.MESSAGES, at=at)


def _tell_proposer(proposal: Proposal, *, at: datetime) -> None:
    _tell([proposal.by], proposal, "practitioner_answered", Family.DESK, at=at)


def _tell(
    people: list[User], proposal: Proposal, template: str, family: Family, *, at: datetime
) -> None:
    dossier = proposal.action.dossier
    context = {"proposal": proposal, "dossier": dossier, "edition": dossier.edition}
    notify(
        people,
        f"dossiers/emails/{template}",
        context,
        key=f"{template}:{proposal.pk}:{at.isoformat()}",
        at=at,
        family=family,
        scope=dossier.edition.coordination.slug,
    )


def _journal(proposal: Proposal, deed: str, *, by: User, at: datetime) -> None:
    dossier = proposal.action.dossier
    data = {"practitioner": proposal.practitioner_id, "action": proposal.action_id}
    scope = dossier.edition.coordination.slug
    record(f"practitioner.{deed}", by=by, at=at, obj=dossier, data=data, scope=scope)
