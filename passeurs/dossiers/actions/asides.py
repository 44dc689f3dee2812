"""What was typed in a request that was not sent back: put aside whole, and put in again.

The dossier then says what was filed. Nothing is lost: the item keeps both texts, the history both
deeds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..changes import AttributeChange, Change
from ..enums import FILED, CorrectionAnswer
from ..models import Attachment, CorrectionItem, CorrectionRequest, Dossier, FieldChange, Section
from .noting import note_file
from .places import PLACE_FIELDS, refresh_findings
from .rows import FAMILY_OF, ROWS
from .saving import Hand, Place, write_at

FILE = "file:"
FOLLOWERS = {
    ("actions", "kind"): "nature",
    ("actions", "street"): "place_proof",
    ("funders", "code"): "funder_kind",
}
"""The column of a row that saving one of its fields changes too, without having been asked to."""


@dataclass(frozen=True)
class Fields:
    """How fields are read and written one by one; given by the forms, which know each."""

    values: Callable[[Dossier, Iterable[CorrectionItem]], Mapping[int, str | None]]
    changes: Callable[[Dossier, CorrectionItem, str], list[Change]]


def put_aside(request: CorrectionRequest, *, fields: Fields, hand: Hand) -> list[CorrectionItem]:
    """Every field of the request says what was filed again; the items of which that was not so.

    The caller holds the dossier.
    """
    changed = _items(request, answer=CorrectionAnswer.CHANGED)
    typed = fields.values(request.dossier, changed)
    turned = [item for item in changed if _turned(item, typed[item.pk], item.before, fields, hand)]
    now = fields.values(request.dossier, turned)
    found = [item for item in turned if _is_file(item) or now[item.pk] != typed[item.pk]]
    for item in found:
        item.after, item.is_aside = typed[item.pk] or "", True
        item.save(update_fields=["after", "is_aside", "beside"])
    CorrectionRequest.objects.filter(pk=request.pk).update(aside_at=hand.at)
    request.aside_at = hand.at
    return found


def put_in_again(request: CorrectionRequest, *, fields: Fields, hand: Hand) -> None:
    """The fields open once more: each says what had been typed in it. The caller holds the dossier.

    What became of the dossier meanwhile stays: a row that is gone is not made anew.
    """
    aside = _items(request, is_aside=True)
    filed = fields.values(request.dossier, aside)
    for item in aside:
        _turned(item, filed[item.pk], item.after, fields, hand)
        item.after, item.is_aside = "", False
        item.save(update_fields=["after", "is_aside", "beside"])
    CorrectionRequest.objects.filter(pk=request.pk).update(aside_at=None)
    request.aside_at = None


def _items(request: CorrectionRequest, **wanted: Any) -> list[CorrectionItem]:
    items = list(request.items.filter(**wanted))
    for item in items:
        item.request = request
    return items


def _is_file(item: CorrectionItem) -> bool:
    return item.field.startswith(FILE)


def _turned(item: CorrectionItem, now: str | None, text: str, fields: Fields, hand: Hand) -> bool:
    """Make the item's field say that text; whether it said another."""
    if _is_file(item):
        return _swap_files(item, hand)
    if now in (None, text):
        return False
    dossier = item.request.dossier
    made = fields.changes(dossier, item, text)
    changes = [one for one in made if one.after != one.before and not _is_of_others(item, one)]
    if changes:
        sections = Section.objects.filter(dossier=dossier, code=item.section)
        version = sections.values_list("version", flat=True).get()
        beside = beside_of(item)
        write_at(Place(dossier, item.section, item.row, FILED), changes, version=version, hand=hand)
        _let_follow(item)
        item.beside = beside
    return True


def _is_of_others(item: CorrectionItem, change: Change) -> bool:
    """Whether what several dossiers share was written since from another one: it is left alone."""
    if not (isinstance(change, AttributeChange) and change.is_shared):
        return False
    written = FieldChange.objects.filter(
        dossier=item.request.dossier, section=item.section, row=item.row, field=change.name
    )
    last = written.order_by("-pk").first()
    return last is None or last.after.strip() != change.before.strip()


def beside_of(item: CorrectionItem) -> str:
    """What follows from an item's field in its row, as it stands."""
    name, row = _follower(item)
    return str(getattr(row, name)) if name else ""


def _let_follow(item: CorrectionItem) -> None:
    name, row = _follower(item)
    if name:
        setattr(row, name, item.beside)
        row.save(update_fields=[name])
    if item.field in PLACE_FIELDS:
        refresh_findings(_row_of(item))


def _follower(item: CorrectionItem) -> tuple[str, Any]:
    name = FOLLOWERS.get((FAMILY_OF.get(item.row[:1], ""), item.field), "")
    return name, _row_of(item) if name else None


def _row_of(item: CorrectionItem) -> Any:
    return ROWS[FAMILY_OF[item.row[:1]]].objects.filter(pk=item.row[1:]).get()


def _swap_files(item: CorrectionItem, hand: Hand) -> bool:
    """The documents joined since the request give way to those it found, or the other way round."""
    since, aside_at = item.request.sent_at, item.request.aside_at
    slot = attachments_at(item)
    if aside_at is None:
        leaving = slot.filter(added_at__gte=since, removed_at=None)
        coming = slot.filter(added_at__lt=since, removed_at__gte=since)
    else:
        leaving = slot.filter(added_at__lt=since, removed_at=None)
        coming = slot.filter(added_at__gte=since, removed_at=aside_at)
    left, come = list(leaving), list(coming)
    for files, removed_at in ((left, hand.at), (come, None)):
        for one in files:
            Attachment.objects.filter(pk=one.pk).update(removed_at=removed_at)
            note_file(
                one, is_gone=bool(removed_at), by=hand.by, at=hand.at, signature=hand.signature
            )
    return bool(left or come)


def attachments_at(item: CorrectionItem) -> Any:
    """Every document of the slot that an item is about, those taken out among them."""
    whose: dict[str, str | None] = {"person": None, "partner": None}
    if item.row:
        whose["person" if FAMILY_OF[item.row[:1]] == "people" else "partner"] = item.row[1:]
    kind = item.field.removeprefix(FILE)
    found = Attachment.objects.filter(dossier=item.request.dossier, kind=kind, **whose)
    return found.select_related("dossier", "file", "person", "partner")


def files_aside(item: CorrectionItem) -> list[Attachment]:
    """The documents that were joined and put aside with the rest."""
    since, aside_at = item.request.sent_at, item.request.aside_at
    return list(attachments_at(item).filter(added_at__gte=since, removed_at=aside_at))
