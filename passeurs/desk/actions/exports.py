"""A table asked for, made in the background, kept a day."""

from datetime import datetime, timedelta
from typing import BinaryIO

from django.core.files import File
from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.organisations.models import Coordination

from ..enums import ExportState
from ..models import ColumnChoice, Export

KEPT = timedelta(days=1)
AT_A_TIME = 3


@transaction.atomic
def ask_for_export(export: Export, *, by: User, at: datetime) -> Export:
    """Note what is asked, in the journal too; the worker makes it once this is committed.

    Raises `Refused` when three of the person's are being made already.
    """
    running = [ExportState.WAITING, ExportState.RUNNING]
    if Export.objects.filter(owner=by, state__in=running).count() >= AT_A_TIME:
        raise Refused("Trois exports sont déjà en cours : attendez que l’un d’eux soit prêt.")
    export.owner, export.asked_at, export.expires_at = by, at, at + KEPT
    export.save()
    data = {"kind": export.kind, "columns": export.columns, "query": export.query}
    record("export.asked", by=by, at=at, obj=export, data=data, scope=_scope(by))
    return export


def _scope(user: User) -> str:
    coordination = Coordination.objects.filter(team__user=user, team__role="coordination").first()
    return coordination.slug if coordination else ""


def start_export(export: Export, *, total: int) -> None:
    Export.objects.filter(pk=export.pk).update(state=ExportState.RUNNING, total=total, done=0)


def tell_progress(export: Export, done: int) -> None:
    Export.objects.filter(pk=export.pk).update(done=done)


def keep_export(export: Export, content: BinaryIO, *, at: datetime) -> None:
    """Keep the table where files are kept, under a name nobody can guess; it may be fetched."""
    export.file.save(f"export.{export.format}", File(content), save=False)
    export.state, export.done, export.ended_at = ExportState.DONE, export.total, at
    export.save(update_fields=["file", "state", "done", "ended_at"])


def fail_export(export: Export, *, at: datetime) -> None:
    Export.objects.filter(pk=export.pk).update(state=ExportState.FAILED, ended_at=at)


def forget_exports(*, at: datetime) -> int:
    """Erase the tables past their day, bytes first; how many."""
    expired = list(Export.objects.filter(expires_at__lte=at))
    for export in expired:
        if export.file:
            export.file.delete(save=False)
        export.delete()
    return len(expired)


def keep_columns(choice: ColumnChoice, *, by: User) -> ColumnChoice:
    """Keep chosen columns under a name; the same name again replaces them.

    Raises `Refused` for somebody of no coordination.
    """
    coordination = Coordination.objects.filter(team__user=by, team__role="coordination").first()
    if coordination is None:
        raise Refused("Seule l’équipe d’une coordination garde des choix de colonnes.")
    kept, _ = ColumnChoice.objects.update_or_create(
        coordination=coordination,
        owner=by,
        kind=choice.kind,
        name=choice.name,
        defaults={"columns": choice.columns, "is_shared": choice.is_shared},
    )
    return kept
