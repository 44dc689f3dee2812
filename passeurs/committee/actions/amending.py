"""Noting, or changing, a decision once the sitting has ended and before it is told."""

from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.enums import State as DossierState

from ..enums import Verdict
from ..models import Decision, Passage
from ..queries.bounds import ground_for
from ..queries.letters import to_tell
from ..queries.session import is_whole
from .deciding import NO_AMOUNT, Choice, write_decision
from .letters import hold_ended
from .sittings import journal

TOLD = "Cette décision est déjà publiée\u00a0: elle ne se change plus ici."

WAITS = "Ce dossier est déjà sur la liste d’attente\u00a0: accordez-le, ou refusez-le."


@transaction.atomic
def amend(passage: Passage, choice: Choice, *, version: int, by: User, at: datetime) -> Decision:
    """Decide of a dossier after the end; the letter made from the former one is stale. Journaled.

    `version` is that of the decision one saw. Raises `Refused` once it is told, when another was
    taken meanwhile, or for a bound it passes. The minutes are then to be corrected.
    """
    held = hold_ended(passage.sitting)
    found = _awaiting(passage)
    if choice.verdict == Verdict.WAITING and found.dossier.state == DossierState.WAITING:
        raise Refused(WAITS)
    if choice.verdict == Verdict.GRANTED:
        if not any(choice.amounts.values()):
            raise Refused(NO_AMOUNT)
        ground = ground_for(held, found)
        if reasons := ground.sentences(choice.amounts, is_whole=is_whole(held, by)):
            raise Refused(*reasons)
    decision = write_decision(found, choice, version=version, by=by, at=at)
    data = {"dossier": str(found.dossier_id), "version": decision.version}
    journal("amended", held, by=by, at=at, data=data)
    return decision


def _awaiting(passage: Passage) -> Passage:
    """The dossier, while something may still be decided of it."""
    if found := to_tell(passage.sitting, only=passage.pk):
        return found[0]
    related = ("dossier__project", "dossier__structure__commune", "sitting")
    told = Passage.objects.select_related(*related).get(pk=passage.pk)
    if told.dossier.state != DossierState.WAITING:
        raise Refused(TOLD)
    return told
