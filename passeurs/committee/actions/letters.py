"""Preparing the letters of a sitting, one by one; reading them over."""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.printing import award_pdf

from ..enums import LetterState, State
from ..models import Letter, Passage, Publication, Sitting
from ..queries.letters import decision_of, digest_of, facts_of, to_tell
from ..queries.obstacles import obstacles_for
from .sittings import journal

MOST_TRIES = 3
MOST_TOLD = 12
SILENT = timedelta(minutes=2)
"""Past it, the worker that prepared letters is taken for dead."""
NOT_ENDED = "La séance n’est pas terminée\u00a0: rien ne s’y annonce encore."
NOTHING = "Tout ce que cette séance a décidé est déjà publié."
STALE = "Cette lettre n’est plus celle que vous avez lue\u00a0: lisez-la de nouveau."

logger = logging.getLogger(__name__)


def hold_ended(sitting: Sitting) -> Sitting:
    """The sitting kept from other writers. Raises `Refused` before its end."""
    related = Sitting.objects.select_related("edition__coordination")
    held = related.select_for_update(of=("self",)).get(pk=sitting.pk)
    if held.state != State.ENDED:
        raise Refused(NOT_ENDED)
    return held


@transaction.atomic
def ask_letters(sitting: Sitting, *, by: User, at: datetime) -> Publication:
    """Have every letter made that is not, or that is no longer true. Journaled.

    Those that still are keep their reading. Raises `Refused` with what stands in the way.
    """
    held = hold_ended(sitting)
    passages = to_tell(held)
    if not passages:
        raise Refused(NOTHING)
    if obstacles := obstacles_for(held, by, passages):
        raise Refused(*[one.told for one in obstacles[:MOST_TOLD]])
    publication, _ = Publication.objects.get_or_create(
        sitting=held, published_at=None, defaults={"begun_by": by, "begun_at": at, "beat_at": at}
    )
    Publication.objects.filter(pk=publication.pk).update(beat_at=at)
    _lay_out(publication, passages)
    journal("letters_asked", held, by=by, at=at)
    return publication


def _lay_out(publication: Publication, passages: list[Passage]) -> None:
    """One letter for each dossier to tell; those that are not true any more are made again."""
    publication.letters.exclude(passage__in=passages).delete()
    known = {one.passage_id: one for one in publication.letters.defer("content")}
    facts = facts_of(passages)
    Letter.objects.bulk_create(
        Letter(publication=publication, passage=one, decision_version=one.decision.version)
        for one in passages
        if one.pk not in known
    )
    again = [
        letter.pk
        for pk, letter in known.items()
        if not letter.is_ready or letter.digest != digest_of(facts[pk])
    ]
    publication.letters.filter(pk__in=again).update(
        state=LetterState.WAITING, tries=0, read_by=None, read_at=None
    )


def prepare_letter(letter: Letter, *, at: datetime) -> None:
    """Make one letter from what its dossier says now; it is kept whole, or not at all.

    A database that does not answer raises, and the letter is tried again later; three workers
    lost on it, and it is left aside.
    """
    mine = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING)
    if not mine.update(tries=F("tries") + 1):
        return
    letter.refresh_from_db(fields=["tries"])
    if letter.tries > MOST_TRIES:
        mine.update(state=LetterState.FAILED)
        return
    try:
        _make(letter, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("a letter could not be made")
        mine.update(state=LetterState.FAILED)


def _make(letter: Letter, *, at: datetime) -> None:
    passages = to_tell(letter.publication.sitting, only=letter.passage_id)
    found = facts_of(passages)
    if letter.passage_id not in found:
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED)
        return
    facts = found[letter.passage_id]
    coordination = passages[0].dossier.edition.coordination
    content = award_pdf(facts, coordination=coordination, at=at)
    decision = decision_of(passages[0])
    Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING).update(
        state=LetterState.READY,
        facts=facts,
        digest=digest_of(facts),
        content=content,
        decision_version=decision.version if decision else 0,
        prepared_at=at,
    )


def beat(publication: Publication, *, at: datetime) -> bool:
    """Say that the worker is alive; whether there is still anything to prepare."""
    return bool(Publication.objects.filter(pk=publication.pk, published_at=None).update(beat_at=at))


def silent_publications(*, at: datetime) -> list[Publication]:
    """Those whose worker gave no sign of life, to be taken up where it stopped."""
    rows = Publication.objects.filter(published_at=None, beat_at__lte=at - SILENT)
    return list(rows.filter(letters__state=LetterState.WAITING).distinct())


@transaction.atomic
def mark_read(letter: Letter, *, digest: str, by: User, at: datetime) -> None:
    """Say that a letter was read over, as one saw it. Raises `Refused` when it changed since."""
    mine = Letter.objects.filter(pk=letter.pk, digest=digest, state=LetterState.READY, award=None)
    if not mine.update(read_by=by, read_at=at):
        raise Refused(STALE)
