"""The coordination's word on a verdict."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.refusals import Refused
from passeurs.journal.actions import record

from ..models import Dossier, RuleRuling


@transaction.atomic
def rule_on(
    dossier: Dossier, rule: str, *, state: str, reason: str, by: Any, at: datetime
) -> RuleRuling:
    """Waive, confirm or refuse a rule with a reason the holder reads. Journaled."""
    if not reason.strip():
        raise Refused("Dites pourquoi : le porteur lira ce motif.")
    if rule not in {line["code"] for line in dossier.edition.document().get("rules", [])}:
        raise Refused("Cette édition n’a pas cette règle : rechargez la page.")
    ruling, _ = RuleRuling.objects.update_or_create(
        dossier=dossier,
        rule=rule,
        defaults={"state": state, "reason": reason.strip(), "by": by, "at": at},
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
