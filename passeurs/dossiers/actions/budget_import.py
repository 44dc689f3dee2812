"""A budget filled offline and read back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.spreadsheets.actions import forget_pending
from passeurs.spreadsheets.models import PendingFile

from ..budget_lines import funder_kind_of
from ..budget_reading import FunderPlan, Proposal
from ..enums import SectionCode
from ..models import BudgetLine, Dossier, Section
from .rows import add_row, refuse_unless_editable, remove_row
from .saving import Saved, save_changes

STALE = (
    "Le budget a changé depuis cet aperçu\u00a0: le voici comparé de nouveau. Relisez, puis "
    "confirmez."
)


@transaction.atomic
def apply_budget(
    dossier: Dossier,
    proposal: Proposal,
    *,
    pending: PendingFile,
    version: int,
    by: Any,
    at: datetime,
) -> None:
    """Write all that the file changes, or nothing; each field goes to the history.

    Raises `Refused` when somebody wrote in the budget since `version`, or when the dossier is not
    editable. The journal keeps the file's name and the counts, and the pending file is forgotten.
    """
    refuse_unless_editable(dossier, at=at)
    lock = Section.objects.select_for_update().get(dossier=dossier, code=SectionCode.BUDGET)
    if lock.version != version:
        raise Refused(STALE)
    _save(dossier, proposal.changes, row="", by=by, at=at)
    for plan in proposal.funders:
        _apply_funder(dossier, plan, by=by, at=at)
    record(
        "dossier.budget_import",
        by=by,
        at=at,
        obj=dossier,
        scope=dossier.edition.coordination.slug,
        data={
            "file": pending.name,
            "changed": len(proposal.changed),
            "left_out": len(proposal.refused),
        },
    )
    forget_pending(pending)


def _apply_funder(dossier: Dossier, plan: FunderPlan, *, by: Any, at: datetime) -> None:
    if plan.is_removed:
        remove_row(plan.row, "funders", by=by, at=at)
        return
    row = plan.row or add_row(dossier, "funders", by=by, at=at)

    def follow(saved: Saved) -> None:
        if "code" in saved.names:
            BudgetLine.objects.filter(pk=row.pk).update(funder_kind=funder_kind_of(row.code))

    _save(dossier, plan.changes(row), row=row.key, by=by, at=at, then=follow)


def _save(dossier: Dossier, changes: Any, *, row: str, by: Any, at: datetime, **more: Any) -> None:
    """The ordinary saving, under the lock: what stands is what was compared."""
    version = Section.objects.get(dossier=dossier, code=SectionCode.BUDGET).version
    save_changes(
        dossier, SectionCode.BUDGET, changes, row=row, version=version, by=by, at=at, **more
    )
