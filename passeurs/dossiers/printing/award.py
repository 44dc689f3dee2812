"""The letter of a decision of the committee, for its holder."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from passeurs.documents.markdown import blocks
from passeurs.documents.pdf import render_pdf
from passeurs.notifications.attachments import File
from passeurs.organisations.letterheads import letterhead_of
from passeurs.organisations.models import Coordination

from ..enums import AwardOutcome
from ..models import Award
from ..queries.awards import letter_name
from .receipt import service_of
from .words import sentence, siret

TONES = {AwardOutcome.GRANTED: "ok", AwardOutcome.DECLINED: "no", AwardOutcome.WAITING: "wait"}


def award_pdf(facts: Mapping[str, Any], *, coordination: Coordination, at: datetime) -> bytes:
    """The letter of these facts (see `committee.queries.letters`); the same bytes each time."""
    return render_pdf(
        "dossiers/pdf/award.typ",
        award_data(facts, coordination),
        title=f"{facts['letter_title']}, lettre {facts['number']}",
        at=at,
        letterhead=letterhead_of(coordination),
    )


def award_data(facts: Mapping[str, Any], coordination: Coordination) -> dict[str, Any]:
    """Every word of the letter."""
    outcome = AwardOutcome(facts["outcome"])
    names = ("edition", "number", "title", "holder", "reference", "day", "sitting", "total")
    return {name: sentence(facts[name]) for name in names} | {
        "letter_title": sentence(facts["letter_title"]),
        "siret": siret(facts["siret"]),
        "tone": TONES[outcome],
        "outcome": outcome.label,
        "words": blocks(sentence(facts["letter"])),
        "lines": [[funder, shown] for funder, _, _, shown in facts["lines"]],
        "conditions": sentence(facts["conditions"]),
        "reason": sentence(facts["reason"]),
        "remedies": blocks(sentence(facts["remedies"])),
        "rank": str(facts["rank"] or "") if facts["shows_rank"] else "",
        "service": service_of(coordination),
    }


def award_as_file(award_id: int) -> File:
    """The letter as it left, on screen as by e-mail."""
    award = Award.objects.get(pk=award_id)
    return File(letter_name(award), bytes(award.letter), "application/pdf")
