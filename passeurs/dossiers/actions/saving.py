"""Saving what is written: field by field, never over a newer text."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.folding import fold
from passeurs.core.refusals import Refused

from ..changes import AttributeChange, BandChange, Change, as_text
from ..enums import State
from ..models import Dossier, FieldChange, Section, SetAside
from ..queries.content import forget
from ..queries.typing import typing_of
from ..workflow import NOT_EDITABLE, OPEN, stamp

NAMES = {"title", "name"}
SOMEBODY = "quelqu’un d’autre"


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


@dataclass(frozen=True)
class Hand:
    """Who writes, and when: a person with an account, else the words that sign for somebody."""

    by: Any
    at: datetime
    signature: str = ""


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
    signature: str = "",
    then: Callable[[Saved], None] | None = None,
) -> Saved:
    """Write the changes whose field nobody changed since the page read it; set the others aside.

    What the page read is what it says it had (`Change.shown`), else what stood at `version`. `by`
    is None for who has no account: `signature` then says who wrote. Raises the section's version
    by one, and journals each field's before and after. What follows from a change (`then`) is
    written with it. Raises `Refused` when the dossier is filed or abandoned, or the call is closed.
    """
    if not dossier.is_editable or dossier.edition.is_closed(at=at):
        raise Refused(NOT_EDITABLE)
    return write_at(
        Place(dossier, section, row),
        changes,
        version=version,
        hand=Hand(by, at, signature),
        then=then,
    )


@dataclass(frozen=True)
class Place:
    """Where a change is written: a section of a dossier, one of its rows; in which states."""

    dossier: Dossier
    section: str
    row: str
    states: Collection[State] = OPEN


def write_at(
    place: Place,
    changes: list[Change],
    *,
    version: int,
    hand: Hand,
    then: Callable[[Saved], None] | None = None,
) -> Saved:
    """Write as `save_changes` does, the right to write having been judged by the caller."""
    saved = _save(place, changes, version=version, hand=hand)
    if then and saved.names:
        then(saved)
    return saved


def _save(place: Place, changes: list[Change], *, version: int, hand: Hand) -> Saved:
    _read_shared_again(changes)
    changed = [change for change in changes if change.after != change.before]
    is_fresh = all(change.is_read_before for change in changed)
    if changed and is_fresh and _take_turn(place, version, hand):
        _write(changed)
        _remember(place, changed, version=version + 1, hand=hand)
        return Saved(version + 1, hand.at, [change.name for change in changed])
    return _save_beside(place, changes, version=version, hand=hand)


def _read_shared_again(changes: list[Change]) -> None:
    """What several dossiers share is read again and held: another's version says nothing of it."""
    shared = [c for c in changes if isinstance(c, AttributeChange) and c.is_shared]
    changed = [change for change in shared if change.after != change.before]
    if not changed:
        return
    target = changed[0].target
    held = type(target).objects.select_for_update().get(pk=target.pk)
    for change in changed:
        change.before = as_text(getattr(held, change.attribute))


def _take_turn(place: Place, version: int, hand: Hand) -> bool:
    """Raise the version by one conditional UPDATE: of two who read the same one, one wins."""
    mine = Section.objects.filter(dossier=place.dossier, code=place.section, version=version)
    return bool(mine.update(version=version + 1, touched_at=hand.at, touched_by=hand.by))


def _save_beside(place: Place, changes: list[Change], *, version: int, hand: Hand) -> Saved:
    """Somebody wrote since: keep what they did not touch, set the rest aside."""
    held = Section.objects.select_for_update().get(dossier=place.dossier, code=place.section)
    since = version if version <= held.version else 0
    newer = _newer(place, since) if held.version > since else {}
    kept, conflicts = _sort(place, changes, newer)
    _set_aside(place, conflicts, hand)
    if kept:
        _take_turn(place, held.version, hand)
        held.version += 1
        _catch_up(kept)
        _write(kept)
        _remember(place, kept, version=held.version, hand=hand)
    return Saved(held.version, hand.at, [change.name for change in kept], conflicts)


def _newer(place: Place, version: int) -> dict[str, tuple[str, FieldChange]]:
    """By field: what the page showed at that version, and the last change made since."""
    found = FieldChange.objects.filter(
        dossier=place.dossier, section=place.section, row=place.row, version__gt=version
    ).select_related("by")
    newer: dict[str, tuple[str, FieldChange]] = {}
    for change in found.order_by("pk"):
        shown, _ = newer.get(change.field, (change.before, change))
        newer[change.field] = shown, change
    return newer


def _sort(
    place: Place, changes: list[Change], newer: dict[str, tuple[str, FieldChange]]
) -> tuple[list[Change], dict[str, Conflict]]:
    """Those to write; and those that met a newer text, unless the page sent back what it showed."""
    kept, conflicts = [], {}
    for change in changes:
        shown, other = newer.get(change.name, (change.before, None))
        change.before = other.after if other and change.replaces else change.before
        read = shown if change.shown is None else change.shown
        if change.after in {change.before, read} and change.replaces:
            continue
        if not change.replaces or read.strip() == change.before.strip():
            kept.append(change)
        else:
            by = _author_of(place, change, other)
            conflicts[change.name] = Conflict(theirs=change.before, mine=change.after, by=by)
    return [change for change in kept if change.after != change.before], conflicts


def _author_of(place: Place, change: Change, other: FieldChange | None) -> str:
    """Who wrote the text that stands; what several dossiers share may be written in another."""
    if other is None:
        found = FieldChange.objects.filter(
            dossier__structure=place.dossier.structure_id,
            section=place.section,
            row=place.row,
            field=change.name,
            after=change.before,
        )
        other = found.select_related("by").first()
    return (other.author if other else "") or SOMEBODY


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


def _remember(place: Place, kept: list[Change], *, version: int, hand: Hand) -> None:
    typing = typing_of(place.dossier, by=hand.by, at=hand.at)
    FieldChange.objects.bulk_create(
        FieldChange(
            dossier=place.dossier,
            section=place.section,
            row=place.row,
            field=change.name,
            before=change.before,
            after=change.after,
            version=version,
            by=hand.by,
            signature=typing.signature if typing else hand.signature,
            at=hand.at,
            typing=typing,
        )
        for change in kept
    )
    is_named = any(change.name in NAMES for change in kept)
    dossier = place.dossier
    columns = {"search": search_text(dossier)} if is_named else {}
    stamp(dossier, at=hand.at, states=place.states, **columns)
    forget(dossier)


def search_text(dossier: Dossier) -> str:
    """What the desk's search looks in: number, title, structure, without accents or capitals."""
    return fold(f"{dossier.reference} {dossier.project.title} {dossier.structure.name}")


def _set_aside(place: Place, conflicts: dict[str, Conflict], hand: Hand) -> None:
    """Keep the texts that met a newer one; the same text sent again is kept once."""
    if not conflicts:
        return
    where = {"dossier": place.dossier, "section": place.section, "row": place.row}
    waiting = SetAside.objects.filter(**where, settled_at=None, field__in=list(conflicts))
    typing = typing_of(place.dossier, by=hand.by, at=hand.at)
    known = set(waiting.values_list("field", "text"))
    SetAside.objects.bulk_create(
        SetAside(
            **where,
            field=name,
            text=conflict.mine,
            by=hand.by,
            signature=typing.signature if typing else hand.signature,
            at=hand.at,
        )
        for name, conflict in conflicts.items()
        if (name, conflict.mine) not in known
    )
    sections = Section.objects.filter(dossier=place.dossier, code=place.section)
    sections.update(has_set_aside=True)


def settle(set_aside: SetAside, *, at: datetime) -> None:
    """The person chose: the set-aside text is no longer shown, and stays in the history."""
    SetAside.objects.filter(pk=set_aside.pk, settled_at=None).update(settled_at=at)
