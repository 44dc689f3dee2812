"""Writing the instruction sheet, field by field, never over a newer text."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import cast

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.saving import Conflict, Saved
from passeurs.dossiers.changes import Change, as_text
from passeurs.dossiers.models import Dossier
from passeurs.journal.actions import record

from ..enums import Opinion, SheetState
from ..models import Sheet, SheetAside, SheetChange
from ..queries.proposal import reasons_against

LOCKED = "Cette fiche est validée : rouvrez-la pour l’écrire de nouveau."
NOT_FILED = "Ce dossier n’est plus déposé : sa fiche ne s’écrit plus."


@transaction.atomic
def save_sheet(
    dossier: Dossier, changes: Sequence[Change], *, version: int, by: User, at: datetime
) -> Saved:
    """Write the changes whose field nobody changed since the page read it; set the others aside.

    Raises `Refused` when the dossier is not filed, the sheet is validated, or the amount proposed
    goes past a bound of the edition, which is named.
    """
    sheet = _held(dossier)
    kept, conflicts = _sort(sheet, changes, version)
    for change in kept:
        if change.name == "amount_proposed" and change.value is not None:
            refuse_past_the_bounds(dossier, change.value, at=at)
    if kept:
        _write(sheet, kept, by=by, at=at)
    _set_aside(sheet, conflicts, by=by, at=at)
    return Saved(sheet.version, at, [change.name for change in kept], conflicts)


def refuse_past_the_bounds(dossier: Dossier, amount: Decimal, *, at: datetime) -> None:
    """Raise `Refused` for an amount past what is asked, or past the edition's bounds."""
    if reasons := reasons_against(dossier, amount, at=at):
        raise Refused(*reasons)


def _held(dossier: Dossier) -> Sheet:
    """The sheet, made the first time, kept from other writers until the end."""
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    if not Dossier.objects.filed().filter(pk=dossier.pk).exists():
        raise Refused(NOT_FILED)
    Sheet.objects.get_or_create(dossier=dossier)
    sheet = Sheet.objects.select_for_update(of=("self",)).get(dossier=dossier)
    if sheet.state == SheetState.VALIDATED:
        raise Refused(LOCKED)
    return sheet


def _sort(
    sheet: Sheet, changes: Sequence[Change], version: int
) -> tuple[list[Change], dict[str, Conflict]]:
    """Those to write; and those that met a newer text, unless the page sent back what it showed."""
    kept, conflicts = [], {}
    newer = _newer(sheet, version)
    for change in changes:
        shown, other = newer.get(change.name, (None, None))
        change.before = as_text(getattr(sheet, change.name))
        read = change.shown if change.shown is not None else shown
        read = change.before if read is None else read
        if change.after in {change.before, read}:
            continue
        if read.strip() == change.before.strip():
            kept.append(change)
        else:
            who = other.by.get_full_name() if other else ""
            conflicts[change.name] = Conflict(theirs=change.before, mine=change.after, by=who)
    return kept, conflicts


def _newer(sheet: Sheet, version: int) -> dict[str, tuple[str, SheetChange]]:
    """By field: what the page showed at that version, and the last change made since."""
    found = SheetChange.objects.filter(sheet=sheet, version__gt=version).select_related("by")
    newer: dict[str, tuple[str, SheetChange]] = {}
    for change in found.order_by("pk"):
        shown, _ = newer.get(change.field, (change.before, change))
        newer[change.field] = shown, change
    return newer


def _write(sheet: Sheet, kept: Sequence[Change], *, by: User, at: datetime) -> None:
    for change in kept:
        setattr(sheet, change.name, change.value)
    sheet.version += 1
    sheet.touched_at, sheet.touched_by = at, by
    sheet.save(
        update_fields=[*(change.name for change in kept), "version", "touched_at", "touched_by"]
    )
    SheetChange.objects.bulk_create(
        SheetChange(
            sheet=sheet,
            field=change.name,
            before=change.before,
            after=change.after,
            version=sheet.version,
            by=by,
            at=at,
        )
        for change in kept
    )


def _set_aside(sheet: Sheet, conflicts: dict[str, Conflict], *, by: User, at: datetime) -> None:
    """Keep the texts that met a newer one; the same text sent again is kept once."""
    waiting = SheetAside.objects.filter(sheet=sheet, settled_at=None, field__in=list(conflicts))
    known = set(waiting.values_list("field", "text"))
    SheetAside.objects.bulk_create(
        SheetAside(sheet=sheet, field=name, text=conflict.mine, by=by, at=at)
        for name, conflict in conflicts.items()
        if (name, conflict.mine) not in known
    )


@transaction.atomic
def settle_aside(aside: SheetAside, *, at: datetime) -> None:
    """The person chose: the set-aside text is no longer shown, and is kept."""
    SheetAside.objects.filter(pk=aside.pk, settled_at=None).update(settled_at=at)


@transaction.atomic
def finish_sheet(dossier: Dossier, *, by: User, at: datetime) -> Sheet:
    """Say the sheet written. Journaled.

    Raises `Refused` with what it still lacks: an opinion, why, and an amount unless the opinion is
    unfavourable.
    """
    sheet = _held(dossier)
    if lacking := lacks(sheet):
        raise Refused(*lacking)
    return _move(sheet, SheetState.WRITTEN, by=by, at=at)


@transaction.atomic
def validate_sheet(dossier: Dossier, *, by: User, at: datetime) -> Sheet:
    """Close the sheet: nobody writes it until it is opened again. Journaled.

    Raises `Refused` while it is not said written, and for an amount that the bounds, which may
    have moved since, no longer admit.
    """
    sheet = _held(dossier)
    if sheet.state != SheetState.WRITTEN:
        raise Refused("Dites d’abord la fiche écrite, puis validez-la.")
    if sheet.amount_proposed is not None:
        refuse_past_the_bounds(dossier, sheet.amount_proposed, at=at)
    sheet.validated_at, sheet.validated_by = at, by
    sheet.save(update_fields=["validated_at", "validated_by"])
    return _move(sheet, SheetState.VALIDATED, by=by, at=at)


@transaction.atomic
def rewrite_sheet(dossier: Dossier, *, by: User, at: datetime) -> None:
    """Open a written or validated sheet again. Journaled; nothing happens to one being written."""
    sheet = Sheet.objects.select_for_update(of=("self",)).filter(dossier=dossier).first()
    if sheet is None or sheet.state == SheetState.TO_WRITE:
        return
    sheet.validated_at, sheet.validated_by = None, None
    sheet.save(update_fields=["validated_at", "validated_by"])
    _move(sheet, SheetState.TO_WRITE, by=by, at=at)


@transaction.atomic
def share_sheet(dossier: Dossier, *, is_shared: bool, by: User, at: datetime) -> None:
    """Let the DRAC read the opinion, or no longer. Journaled.

    Raises `Refused` for a sheet that is not said written.
    """
    sheet = Sheet.objects.select_for_update(of=("self",)).filter(dossier=dossier).first()
    if sheet is None or (is_shared and sheet.state == SheetState.TO_WRITE):
        raise Refused("Cette fiche est encore à écrire : dites-la écrite avant de la partager.")
    if sheet.is_shared != is_shared:
        sheet.is_shared = is_shared
        sheet.save(update_fields=["is_shared"])
        _tell(sheet, "shared" if is_shared else "unshared", by=by, at=at)


def lacks(sheet: Sheet) -> list[str]:
    """What a sheet needs before it is said written, one sentence each."""
    found = []
    if not sheet.opinion:
        found.append("Il manque l’avis.")
    if not sheet.opinion_text.strip():
        found.append("Il manque l’avis motivé : quelques phrases pour le comité.")
    if sheet.amount_proposed is None and sheet.opinion != Opinion.UNFAVOURABLE:
        found.append("Il manque le montant proposé.")
    return found


def _move(sheet: Sheet, state: SheetState, *, by: User, at: datetime) -> Sheet:
    sheet.state = state
    sheet.save(update_fields=["state"])
    _tell(sheet, str(state), by=by, at=at)
    return sheet


def _tell(sheet: Sheet, deed: str, *, by: User, at: datetime) -> None:
    dossier = cast("Dossier", sheet.dossier)
    scope = dossier.edition.coordination.slug
    record(f"instruction.sheet_{deed}", by=by, at=at, obj=dossier, scope=scope)
