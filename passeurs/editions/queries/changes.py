"""What a change to an edition would do to the answers its dossiers receive."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from passeurs.dossiers.enums import State
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.document import dump
from passeurs.eligibility.engine import evaluate
from passeurs.eligibility.verdicts import Verdict

type Document = Mapping[str, Any]
ABSENT = "absent"


def dossiers_of(edition):
    """Those that a change may touch: begun, taken back or filed."""
    found = Dossier.objects.filter(edition=edition).exclude(state=State.ABANDONED)
    return found.order_by("reference")


def answers_changed(dossier: Dossier, after: Document, *, at: datetime) -> dict[str, Any] | None:
    """The dossier's answers that a new document would change, before and after; None when none."""
    document = dump(dossier)
    old = evaluate(document, dossier.edition.document(), at=at)
    new = evaluate(document, after, at=at)
    rows = differences(old, new)
    if not rows:
        return None
    return {
        "pk": str(dossier.pk),
        "reference": dossier.reference,
        "structure": dossier.structure.name,
        "state": dossier.desk_label,
        "was_fileable": not any(verdict.is_blocking_now for verdict in old),
        "is_fileable": not any(verdict.is_blocking_now for verdict in new),
        "rows": rows,
    }


def differences(old: Sequence[Verdict], new: Sequence[Verdict]) -> list[dict[str, Any]]:
    """The rules whose answer, or whose force, is not the same."""
    before, after = ({one.rule: one for one in verdicts} for verdicts in (old, new))
    codes = dict.fromkeys([*before, *after])
    rows = [row_of(before.get(code), after.get(code)) for code in codes]
    return [row for row in rows if row["before"] != row["after"]]


def row_of(old: Verdict | None, new: Verdict | None) -> dict[str, Any]:
    known = new or old
    return {
        "rule": known.rule if known else "",
        "title": known.title if known else "",
        "before": told(old),
        "after": told(new),
        "reason": new.reason if new else "",
    }


def told(verdict: Verdict | None) -> dict[str, Any]:
    if verdict is None:
        return {"state": ABSENT, "blocking": False}
    return {"state": str(verdict.state), "blocking": verdict.is_blocking_now}
