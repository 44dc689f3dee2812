"""What is to be told of a sitting, and in which words: the facts of each letter."""

import json
from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from passeurs.calls.queries import words_for
from passeurs.calls.wordings import OF_A_DOSSIER
from passeurs.core.merging import merge, unknown_fields
from passeurs.core.typography import euros, french_date, local
from passeurs.dossiers.enums import State
from passeurs.dossiers.merge_fields import decision_values, values_of_many
from passeurs.dossiers.queries.awards import remedies_of

from ..enums import Verdict
from ..models import Decision, Letter, Passage, Sitting

NOTIFICATION = "notification"
AWAITING = (State.SUBMITTED, State.ADMISSIBLE, State.WAITING)
RELATED = (
    "sitting",
    "decision",
    "dossier__project",
    "dossier__structure__commune",
    "dossier__edition__coordination",
)


def to_tell(sitting: Sitting, *, only: int | None = None) -> list[Passage]:
    """The dossiers of the order of which something is to be told, whoever asks; three questions.

    Those that await a decision, and of a waiting list those decided anew since they were told.
    """
    told = Letter.objects.filter(passage=OuterRef("pk"), award__isnull=False).order_by()
    last = told.values("passage").annotate(last=Max("decision_version")).values("last")
    rows = sitting.passages.filter(dossier__state__in=AWAITING).annotate(told=Subquery(last))
    if only is not None:
        rows = rows.filter(pk=only)
    fresh = Q(told=None) | Q(decision__version__gt=F("told"))
    rows = rows.filter(fresh).annotate(awards=Count("dossier__awards", distinct=True))
    found = rows.select_related(*RELATED).prefetch_related("decision__grants__envelope")
    return list(found.order_by("rank", "pk"))


def decision_of(passage: Passage) -> Decision | None:
    return getattr(passage, "decision", None)


def amounts_of(decision: Decision) -> list[Any]:
    """What each envelope gives; nothing unless it is a grant."""
    return list(decision.grants.all()) if decision.verdict == Verdict.GRANTED else []


def values_for(passages: Iterable[Passage]) -> dict[int, dict[str, str]]:
    """The value of each merge field, by passage; two questions."""
    held = [one for one in passages if decision_of(one)]
    known = values_of_many(one.dossier_id for one in held)
    found = {}
    for one in held:
        total = sum((grant.amount for grant in amounts_of(one.decision)), Decimal(0))
        more = decision_values(one.decision.verdict, total, one.decision.reason)
        found[one.pk] = known[one.dossier_id] | more
    return found


def is_mergeable(passage: Passage) -> bool:
    """Whether the edition's words hold no field that nobody knows."""
    return not any(unknown_words(passage.dossier.edition, passage.decision.verdict).values())


def unknown_words(edition: Any, verdict: str) -> dict[str, list[str]]:
    """By occasion, the fields of its words that nobody knows."""
    known = decision_fields()
    found = {}
    for kind in (verdict, NOTIFICATION):
        words = words_for(edition, kind)
        found[kind] = unknown_fields(f"{words.subject} {words.body}", known)
    return found


def decision_fields() -> set[str]:
    """The names that may be merged into the words of a decision."""
    return {*OF_A_DOSSIER, *decision_values(Verdict.WAITING, Decimal(0), "")}


def facts_of(passages: Iterable[Passage]) -> dict[int, dict[str, Any]]:
    """Every word of each letter, by passage; two questions, whatever their number.

    What cannot be written yet (no decision, an unknown field) is left out.
    """
    held = list(passages)
    values = values_for(held)
    whole = [one for one in held if one.pk in values and is_mergeable(one)]
    return {one.pk: _facts(one, values[one.pk]) for one in whole}


def _facts(passage: Passage, values: dict[str, str]) -> dict[str, Any]:
    dossier, decision = passage.dossier, passage.decision
    edition = dossier.edition
    mail, letter = words_for(edition, decision.verdict), words_for(edition, NOTIFICATION)
    grants = amounts_of(decision)
    decided = local(decision.decided_at, edition.timezone).date()
    is_refusal = decision.verdict == Verdict.DECLINED
    return {
        "outcome": decision.verdict,
        "number": f"{dossier.reference}-D{getattr(passage, 'awards', 0) + 1}",
        "decided_on": decided.isoformat(),
        "day": french_date(decided, weekday=True),
        "sitting": passage.sitting.name,
        "edition": edition.title,
        "title": values["titre"],
        "reference": dossier.reference,
        "holder": dossier.structure.name,
        "siret": dossier.structure.siret,
        "subject": merge(mail.subject, values),
        "body": merge(mail.body, values),
        "letter_title": merge(letter.subject, values),
        "letter": merge(letter.body, values),
        "lines": [
            [one.envelope.funder, one.envelope.source, str(one.amount), euros(one.amount)]
            for one in grants
        ],
        "total": values["montant accordé"] if grants else "",
        "conditions": decision.conditions,
        "reason": decision.reason if is_refusal else "",
        "remedies": remedies_of(edition) if is_refusal else "",
        "rank": decision.rank,
        "shows_rank": edition.shows_rank,
    }


def digest_of(facts: dict[str, Any]) -> str:
    return sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
