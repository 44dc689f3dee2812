"""A holder gives up: the coordination is told who comes next; one may be left aside."""

from datetime import datetime

from django.db import IntegrityError, transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.awarding import renounce_award
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.awards import award_of
from passeurs.dossiers.queries.people import people_to_tell
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family

from ..models import Passage, Skip
from ..queries.waiting import WaitingList, sitting_of, waiting_of
from .letters import hold_ended
from .sittings import journal

NOT_WAITING = "Ce dossier n’est plus sur la liste d’attente\u00a0: voici où elle en est."
ALREADY = "Ce dossier est déjà passé, quelqu’un d’autre vient de le dire."


@transaction.atomic
def renounce(dossier: Dossier, *, reason: str, by: User, at: datetime) -> None:
    """Give up what was granted, or one's place; the coordination is told, once, who is next.

    Whoever is kept away from the dossier is told nothing, nor of the next if they are from it.
    Journaled. Raises `Refused` without a reason.
    """
    award = award_of(dossier)
    renounce_award(dossier, reason=reason, by=by, at=at)
    sitting = sitting_of(dossier)
    _, desk = people_to_tell(dossier)
    for agent in desk:
        if not Dossier.objects.judged_by(agent).filter(pk=dossier.pk).exists():
            continue
        context = {
            "dossier": dossier,
            "edition": dossier.edition,
            "sitting": sitting,
            "award": award,
            "reason": reason.strip(),
            "next": WaitingList(sitting, agent).next if sitting else None,
        }
        key = f"renounced:{dossier.pk}:{award.version if award else 0}"
        notify([agent], "committee/emails/renounced", context, key=key, at=at, family=Family.DESK)


@transaction.atomic
def skip(passage: Passage, reason: str, *, by: User, at: datetime) -> None:
    """Leave a dossier of the waiting list aside, and say why. Journaled.

    Raises `Refused` when it waits no more, or when somebody did just before.
    """
    held = hold_ended(passage.sitting)
    if not waiting_of(held).filter(pk=passage.pk).exists():
        raise Refused(NOT_WAITING)
    try:
        with transaction.atomic():
            Skip.objects.create(passage=passage, reason=reason, by=by, at=at)
    except IntegrityError:
        raise Refused(ALREADY) from None
    journal("skipped", held, by=by, at=at, data={"dossier": str(passage.dossier_id)})
