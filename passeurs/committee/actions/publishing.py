"""Telling every decision of a sitting at once, or none."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp, plural
from passeurs.dossiers.actions.awarding import Line, Told, tell_award
from passeurs.dossiers.models import Award
from passeurs.notifications.actions.keeping import retry_message
from passeurs.notifications.models import OutboxMessage

from ..models import Letter, Passage, Publication, Sitting
from ..queries.letters import digest_of, facts_of, to_tell
from ..queries.obstacles import obstacles_for
from .letters import MOST_TOLD, hold_ended
from .sittings import journal

ALREADY = "Ces décisions sont déjà publiées\u00a0: chaque porteur a reçu sa lettre."
NO_LETTERS = "Aucune lettre n’est prête\u00a0: préparez-les d’abord."
UNREADY = "Des lettres ne sont pas prêtes, ou ne disent plus ce qui est décidé\u00a0: préparez-les."


@transaction.atomic
def publish(sitting: Sitting, *, by: User, at: datetime) -> Publication:
    """Move every dossier, keep every award, write every e-mail: all of it, or nothing. Journaled.

    Published once: said again, it is refused in a sentence. Raises `Refused` too for what stands
    in the way, and for a letter that no longer says what is decided.
    """
    held = hold_ended(sitting)
    publication = held.publications.filter(published_at=None).first()
    passages = to_tell(held)
    if publication is None:
        raise Refused(NO_LETTERS if passages else ALREADY)
    if obstacles := obstacles_for(held, by, passages):
        raise Refused(*[one.told for one in obstacles[:MOST_TOLD]])
    letters = {one.passage_id: one for one in publication.letters.all()}
    facts = facts_of(passages)
    _refuse_unless_true(passages, letters, facts)
    for one in passages:
        _tell(one, letters[one.pk], by=by, at=at)
    Publication.objects.filter(pk=publication.pk).update(published_by=by, published_at=at)
    journal("published", held, by=by, at=at, data={"letters": len(passages)})
    return publication


def _refuse_unless_true(
    passages: list[Passage], letters: dict[int, Letter], facts: dict[int, dict[str, Any]]
) -> None:
    if not passages:
        raise Refused(ALREADY)
    true = all(
        one.pk in letters
        and letters[one.pk].is_ready
        and letters[one.pk].digest == digest_of(facts[one.pk])
        for one in passages
    )
    if not true or len(letters) != len(passages):
        raise Refused(UNREADY)


def _tell(passage: Passage, letter: Letter, *, by: User, at: datetime) -> Award:
    award = tell_award(passage.dossier, told_by(letter), by=by, at=at)
    Letter.objects.filter(pk=letter.pk).update(award=award, content=b"")
    return award


def told_by(letter: Letter) -> Told:
    """What a letter says, fit to be published."""
    facts = letter.facts
    return Told(
        outcome=facts["outcome"],
        decided_on=date.fromisoformat(facts["decided_on"]),
        letter_number=facts["number"],
        letter=bytes(letter.content),
        lines=tuple(
            Line(funder, source, Decimal(amount)) for funder, source, amount, _ in facts["lines"]
        ),
        conditions=facts["conditions"],
        reason=facts["reason"],
        remedies=facts["remedies"],
        rank=facts["rank"],
        words={"subject": facts["subject"], "body": facts["body"]},
    )


def send_again(messages: list[OutboxMessage], *, at: datetime) -> str:
    """Send once more what did not leave. Raises `Refused` when nothing of it may."""
    sent, refused = 0, []
    for one in messages:
        try:
            retry_message(one, at=at)
            sent += 1
        except Refused as refusal:
            refused = list(refusal.reasons)
    if not sent:
        raise Refused(*(refused or ["Il n’y a rien à renvoyer."]))
    return str(nbsp(f"{plural(sent, 'courriel')} à renvoyer : c’est pour tout de suite."))
