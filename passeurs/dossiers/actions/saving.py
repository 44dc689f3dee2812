"""Saving what is written: field by field, never over a newer text."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.folding import fold
from passeurs.core.refusals import Refused

from ..changes import BandChange, Change
from ..models import Dossier, FieldChange, Section, SetAside
from ..queries.content import forget
from ..workflow import NOT_EDITABLE, stamp

NAMES = {"title", "name"}


@dataclass
class Conflict:
    """A newer text stood there: it stays, ours is set aside, both are shown."""

    theirs: str
    mine: str
    by: str


@dataclass
class Saved:
    """What a save did, for the screen: the new version, the fields kept, the conflicts."""

    version: int
    at: datetime
    names: list[str] = field(default_factory=list)
    conflicts: dict[str, Conflict] = field(default_factory=dict)


@transaction.atomic
def save_changes(  # noqa: PLR0913 - what, where, since when, by whom, and then
    dossier: Dossier,
    section: str,
    changes: list[Change],
    *,
    row: str = "",
    version: int,
    by: Any,
    at: datetime,
    then: Callable[[Saved], None] | None = None,
) -> Saved:
    """Write the changes whose field nobody changed since `version`; set the others aside.

    Raises the section's version by one, and journals each field's before and after. What follows
    from a change (`then`) is written with it. Raises `Refused` when the dossier is filed or
    abandoned, or the call is closed.
    """
    if not dossier.is_editable or dossier.edition.is_closed(at=at):
        raise Refused(NOT_EDITABLE)
    saved = _save(dossier, section, changes, row=row, version=version, by=by, at=at)
    if then and saved.names:
        then(saved)
    return saved


def _save(  # noqa: PLR0913 - as `save_changes`
    dossier: Dossier,
    section: str,
    changes: list[Change],
    *,
    row: str,
    version: int,
    by: Any,
    at: datetime,
) -> Saved:
    changed = [change for change in changes if change.after != change.before]
    if changed and _take_turn(dossier, section, version, by=by, at=at):
        _write(changed)
        _remember(dossier, section, row, changed, version=version + 1, by=by, at=at)
        return Saved(version + 1, at, [change.name for change in changed])
    return _save_beside(dossier, section, changes, row=row, version=version, by=by, at=at)


def _take_turn(dossier: Dossier, section: str, version: int, *, by: Any, at: datetime) -> bool:
    """Raise the version by one conditional UPDATE: of two who read the same one, one wins."""
    mine = Section.objects.filter(dossier=dossier, code=section, version=version)
    return bool(mine.update(version=version + 1, touched_at=at, touched_by=by))


def _save_beside(  # noqa: PLR0913 - as `save_changes`
    dossier: Dossier,
    section: str,
    changes: list[Change],
    *,
    row: str,
    version: int,
    by: Any,
    at: datetime,
) -> Saved:
    """Somebody wrote since: keep what they did not touch, set the rest aside."""
    lock = Section.objects.select_for_update().get(dossier=dossier, code=section)
    since = version if version <= lock.version else 0
    newer = _newer(dossier, section, row, since) if lock.version > since else {}
    kept, conflicts = _sort(changes, newer)
    _set_aside(dossier, section, row, conflicts, by=by, at=at)
    if kept:
        _take_turn(dossier, section, lock.version, by=by, at=at)
        lock.version += 1
        _catch_up(kept)
        _write(kept)
        _remember(dossier, section, row, kept, version=lock.version, by=by, at=at)
    return Saved(lock.version, at, [change.name for change in kept], conflicts)


def _newer(
    dossier: Dossier, section: str, row: str, version: int
) -> dict[str, tuple[str, FieldChange]]:
    """By field: what the page showed at that version, and the last change made since."""
    found = FieldChange.objects.filter(
        dossier=dossier, section=section, row=row, version__gt=version
    ).select_related("by")
    newer: dict[str, tuple[str, FieldChange]] = {}
    for change in found.order_by("pk"):
        shown, _ = newer.get(change.field, (change.before, change))
        newer[change.field] = shown, change
    return newer


def _sort(
    changes: list[Change], newer: dict[str, tuple[str, FieldChange]]
) -> tuple[list[Change], dict[str, Conflict]]:
    """Those to write; and those that met a newer text, unless the page sent back what it showed."""
    kept, conflicts = [], {}
    for change in changes:
        shown, other = newer.get(change.name, (None, None))
        if other is None:
            kept += [change] if change.after != change.before else []
        elif change.after not in {shown, other.after}:
            author = other.by.get_full_name() or "quelqu’un d’autre"
            conflicts[change.name] = Conflict(theirs=other.after, mine=change.after, by=author)
    return kept, conflicts


def _catch_up(changes: list[Change]) -> None:
    """The bands are one column: read it again under the lock before writing one of its cells."""
    audiences = [change.audience for change in changes if isinstance(change, BandChange)]
    for audience in audiences[:1]:
        audience.refresh_from_db(fields=["bands"])


def _write(changes: list[Change]) -> None:
    """Apply each change, then save each touched object once, on its touched columns alone."""
    touched: dict[int, tuple[object, set[str]]] = {}
    columns: dict[int, set[str]] = defaultdict(set)
    for change in changes:
        left = change.apply()
        if left is not None:
            target, attribute = left
            columns[id(target)].add(attribute)
            touched[id(target)] = (target, columns[id(target)])
    for target, attributes in touched.values():
        target.save(update_fields=sorted(attributes))  # type: ignore[attr-defined]


def _remember(  # noqa: PLR0913 - what the history keeps
    dossier: Dossier,
    section: str,
    row: str,
    kept: list[Change],
    *,
    version: int,
    by: Any,
    at: datetime,
) -> None:
    FieldChange.objects.bulk_create(
        FieldChange(
            dossier=dossier,
            section=section,
            row=row,
            field=change.name,
            before=change.before,
            after=change.after,
            version=version,
            by=by,
            at=at,
        )
        for change in kept
    )
    is_named = any(change.name in NAMES for change in kept)
    stamp(dossier, at=at, **({"search": search_text(dossier)} if is_named else {}))
    forget(dossier)


def search_text(dossier: Dossier) -> str:
    """What the desk's search looks in: number, title, structure, without accents or capitals."""
    return fold(f"{dossier.reference} {dossier.project.title} {dossier.structure.name}")


def _set_aside(dossier, section, row, conflicts, *, by, at):  # type: ignore[no-untyped-def]
    """Keep the texts that met a newer one; the same text sent again is kept once."""
    place = {"dossier": dossier, "section": section, "row": row}
    waiting = SetAside.objects.filter(**place, settled_at=None, field__in=list(conflicts))
    known = set(waiting.values_list("field", "text"))
    SetAside.objects.bulk_create(
        SetAside(**place, field=name, text=conflict.mine, by=by, at=at)
        for name, conflict in conflicts.items()
        if (name, conflict.mine) not in known
    )
    if conflicts:
        Section.objects.filter(dossier=dossier, code=section).update(has_set_aside=True)


def settle(set_aside: SetAside, *, at: datetime) -> None:
    """The person chose: the set-aside text is no longer shown, and stays in the history."""
    SetAside.objects.filter(pk=set_aside.pk, settled_at=None).update(settled_at=at)
