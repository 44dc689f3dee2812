"""The coordination's word on a verdict."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.refusals import Refused
from passeurs.eligibility.verdicts import Verdict, digest_of
from passeurs.journal.actions import record

from ..enums import Ruling
from ..models import Dossier, RuleRuling
from ..queries.verdicts import verdicts_of

# What each decision may answer.
SETTLES: dict[str, set[str]] = {
    Ruling.WAIVED: {"not_met", "unknown", "to_confirm"},
    Ruling.CONFIRMED: {"to_confirm"},
    Ruling.REFUSED: {"to_confirm"},
}


@transaction.atomic
def rule_on(
    dossier: Dossier, rule: str, *, state: str, reason: str, by: Any, at: datetime
) -> RuleRuling:
    """Waive, confirm or refuse a rule with a reason the holder reads. Journaled.

    The word is given on the facts of that instant: once they change, it is to be given again.
    """
    if not reason.strip():
        raise Refused("Dites pourquoi : le porteur lira ce motif.")
    if rule not in {line["code"] for line in dossier.edition.document().get("rules", [])}:
        raise Refused("Cette édition n’a pas cette règle : rechargez la page.")
    verdict = _with_object(dossier, rule, state, at=at)
    ruling, _ = RuleRuling.objects.update_or_create(
        dossier=dossier,
        rule=rule,
        defaults={
            "state": state,
            "reason": reason.strip(),
            "digest": digest_of(verdict),
            "by": by,
            "at": at,
        },
    )
    record(
        "dossier.ruling",
        by=by,
        at=at,
        obj=dossier,
        reason=reason,
        data={"rule": rule, "state": state},
        scope=dossier.edition.coordination.slug,
    )
    return ruling


def _with_object(dossier: Dossier, rule: str, state: str, *, at: datetime) -> Verdict:
    """A confirmation or a refusal answers a point that is to confirm; a waiver, any open point."""
    found = {verdict.rule: verdict for verdict in verdicts_of(dossier, at=at)}
    if rule not in found or found[rule].state not in SETTLES[state]:
        raise Refused("Ce point a changé depuis : rechargez la page avant de trancher.")
    return found[rule]


@transaction.atomic
def take_back(dossier: Dossier, rule: str, *, by: Any, at: datetime) -> None:
    """Take a decision back: the rule speaks again. Journaled; nothing happens without one."""
    taken, _ = RuleRuling.objects.filter(dossier=dossier, rule=rule).delete()
    if taken:
        scope = dossier.edition.coordination.slug
        record("dossier.ruling_back", by=by, at=at, obj=dossier, data={"rule": rule}, scope=scope)
