"""The letters of a sitting as one reader sees them: prepared, read over, sent.

Of a dossier the reader is kept away from there is no letter, and no count that holds it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from passeurs.accounts.models import User
from passeurs.dossiers.models import Award, AwardLine
from passeurs.dossiers.queries.awards import MAIL, mail_context, mail_key
from passeurs.notifications.enums import MessageState
from passeurs.notifications.models import OutboxMessage
from passeurs.notifications.rendering import Letter as Mail
from passeurs.notifications.rendering import render

from ..enums import LetterState, Verdict
from ..models import Letter, Passage, Publication, Sitting
from .letters import digest_of, facts_of, to_tell
from .obstacles import Obstacle, obstacles_for
from .session import judged_by, title_of

TONES = {Verdict.GRANTED: "ok", Verdict.DECLINED: "no", Verdict.WAITING: "wait"}
LOST = {MessageState.FAILED, MessageState.BOUNCED, MessageState.CANCELLED}
GONE = {MessageState.SENT, MessageState.DIGESTED}


@dataclass(frozen=True)
class Row:
    """A letter of the list; `is_true` is whether it still says what is decided."""

    letter: Letter
    is_true: bool = True
    messages: list[OutboxMessage] = field(default_factory=list)

    @property
    def title(self) -> str:
        return title_of(self.letter.passage)

    @property
    def verdict(self) -> str:
        told = self.letter.facts.get("outcome")
        return str(Verdict(told).label) if told else ""

    @property
    def tone(self) -> str:
        told = self.letter.facts.get("outcome")
        return TONES[Verdict(told)] if told else "mute"

    @property
    def is_ready(self) -> bool:
        return self.letter.is_ready and self.is_true

    @property
    def is_lost(self) -> bool:
        return any(one.state in LOST for one in self.messages)

    @property
    def mark(self) -> tuple[str, str]:
        """Where it is: a tone and a word."""
        if self.letter.award_id:
            return self._sent()
        if self.letter.state == LetterState.READY and not self.is_true:
            return "no", "À refaire\u00a0: la décision ou le texte a changé"
        if self.letter.read_at and self.is_ready:
            return "ok", "Relue"
        marks = {LetterState.READY: "todo", LetterState.WAITING: "wait", LetterState.FAILED: "no"}
        state = LetterState(self.letter.state)
        return marks[state], str(state.label)

    def _sent(self) -> tuple[str, str]:
        if self.is_lost:
            return "no", "N’est pas arrivée"
        if self.messages and all(one.state in GONE for one in self.messages):
            return "ok", "Envoyée"
        return "wait", "En cours d’envoi"


class Board:
    """Everything the page of a sitting's letters shows to one reader."""

    def __init__(self, sitting: Sitting, user: User) -> None:
        self.sitting, self.user = sitting, user

    @cached_property
    def publications(self) -> list[Publication]:
        return list(self.sitting.publications.select_related("published_by").order_by("-pk"))

    @cached_property
    def open(self) -> Publication | None:
        return next((one for one in self.publications if one.published_at is None), None)

    @cached_property
    def told(self) -> list[Publication]:
        return [one for one in self.publications if one.published_at]

    @cached_property
    def passages(self) -> list[Passage]:
        return to_tell(self.sitting)

    @cached_property
    def seen(self) -> list[Passage]:
        """Those to tell that the reader may know of."""
        keys = set(judged_by(self.user).filter(passages__sitting=self.sitting).values_list("pk"))
        return [one for one in self.passages if (one.dossier_id,) in keys]

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        return obstacles_for(self.sitting, self.user, self.passages)

    @cached_property
    def letters(self) -> list[Letter]:
        return list(letters_for(self.sitting, self.user))

    @cached_property
    def preparing(self) -> list[Row]:
        """The letters of the publication under way, those to be told first in the order."""
        mine = [one for one in self.letters if self.open and one.publication_id == self.open.pk]
        facts = facts_of(self.seen)
        digests = {pk: digest_of(one) for pk, one in facts.items()}
        return [Row(one, digests.get(one.passage_id) == one.digest) for one in mine]

    @cached_property
    def sent(self) -> list[Row]:
        told = [(one, one.award) for one in self.letters if one.award is not None]
        messages = messages_of([award for _, award in told])
        return [Row(one, messages=messages[mail_key(award)]) for one, award in told]

    @property
    def ready(self) -> int:
        return sum(one.is_ready for one in self.preparing)

    @property
    def settled(self) -> int:
        waiting = LetterState.WAITING
        return sum(one.letter.state != waiting for one in self.preparing)

    @property
    def read(self) -> int:
        return sum(bool(one.letter.read_at) and one.is_ready for one in self.preparing)

    @property
    def is_running(self) -> bool:
        return any(one.letter.state == LetterState.WAITING for one in self.preparing)

    @property
    def is_ready_to_publish(self) -> bool:
        held = {one.letter.passage_id for one in self.preparing if one.is_ready}
        return bool(self.open and held == {one.pk for one in self.seen} and not self.obstacles)

    @property
    def lost(self) -> int:
        return sum(one.is_lost for one in self.sent)


def letters_for(sitting: Sitting, user: User) -> Any:
    """The letters of a sitting that the person may read, without their bytes."""
    seen = judged_by(user).values("pk")
    rows = Letter.objects.filter(publication__sitting=sitting, passage__dossier__in=seen)
    related = (
        "award",
        "publication",
        "read_by",
        "passage__dossier__project",
        "passage__dossier__structure",
        "passage__dossier__edition__coordination",
    )
    return rows.select_related(*related).defer("content", "award__letter")


def messages_of(awards: list[Award]) -> dict[str, list[OutboxMessage]]:
    """What left, or is to leave, of each award, by its key; one question."""
    found: dict[str, list[OutboxMessage]] = defaultdict(list)
    rows = OutboxMessage.objects.filter(key__in=[mail_key(one) for one in awards])
    for one in rows.only("key", "to", "state", "last_error", "sent_at").order_by("to"):
        found[one.key].append(one)
    return found


def mail_of(letter: Letter, reader: User) -> Mail:
    """The e-mail as its holder reads it, or will."""
    award = letter.award or _to_be(letter)
    lines = list(award.lines.all()) if letter.award else _lines(letter)
    return render(MAIL, {**mail_context(award, lines), "recipient": reader})


def _to_be(letter: Letter) -> Award:
    facts = letter.facts
    return Award(
        dossier=letter.passage.dossier,
        outcome=facts["outcome"],
        decided_on=date.fromisoformat(facts["decided_on"]),
        conditions=facts["conditions"],
        reason=facts["reason"],
        remedies=facts["remedies"],
        rank=facts["rank"],
        words={"subject": facts["subject"], "body": facts["body"]},
    )


def _lines(letter: Letter) -> list[AwardLine]:
    return [
        AwardLine(funder=funder, source=source, amount=Decimal(amount))
        for funder, source, amount, _ in letter.facts["lines"]
    ]
