"""Asking a holder to correct given fields of a filed dossier; answering; sending the whole back.

No state of the dossier changes: an open request lets its own fields be written, and them alone.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from passeurs.accounts.models import User
from passeurs.calls.enums import WordingKind
from passeurs.core.refusals import Refused
from passeurs.core.typography import instant, nbsp, plural
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment as Joined
from passeurs.notifications.enums import Family

from ..changes import Change
from ..enums import FILED, CorrectionAnswer, CorrectionState
from ..models import Attachment, CorrectionItem, CorrectionRequest, Dossier, Snapshot
from ..queries.corrections import judged_as_filed
from ..queries.filing import latest_snapshot, reasons_against
from ..queries.people import people_to_tell
from ..queries.words import own_words
from ..workflow import STANDING
from .asides import FILE, Fields, beside_of, put_aside, put_in_again
from .attachments import attach
from .freezing import freeze, held
from .noting import note_file
from .saving import Hand, Place, Saved, write_at

LONGEST = 2000
MOST_ITEMS = 60
FARTHEST = timedelta(days=366)
LAPSED_HAND = "Fin de la correction"
TOGETHER = {"films": ("films", "add_film", "free_film"), "kind": ("kind", "nature")}
"""Fields that open as one: what is chosen of a list, and what follows from it."""
CLOSED = (
    "Ce champ n’est plus ouvert à la correction : sa date est passée, ou la demande est close. "
    "Votre texte reste affiché ici, copiez-le si vous en avez besoin."
)
CHANGED = (
    "Cette demande a changé entre-temps : rechargez la page pour voir où elle en est. "
    "Rien n’a été fait."
)
NOT_STANDING = "Ce dossier n’est plus déposé : il n’y a rien à y rouvrir."
OUTSIDE = "Ce champ n’est pas ouvert à la correction."


@dataclass(frozen=True)
class Chosen:
    """A field as the coordination picked it: its place, the words it has."""

    section: str
    row: str
    field: str
    label: str
    row_name: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        return self.section, self.row, self.field


def fields_of(item: CorrectionItem) -> tuple[str, ...]:
    """The fields of its form that an item opens."""
    return TOGETHER.get(item.field, (item.field,))


@transaction.atomic
def choose_fields(
    dossier: Dossier, chosen: Collection[Chosen], *, by: User, at: datetime
) -> CorrectionRequest:
    """Prepare a request on these fields; in one that was begun, the comments of others are kept.

    Raises `Refused` for none, or past sixty, or when the dossier does not stand filed.
    """
    held_dossier = _standing(dossier)
    if not chosen:
        raise Refused("Cochez au moins un champ à faire corriger.")
    if len(chosen) > MOST_ITEMS:
        raise Refused(f"Une demande tient en {MOST_ITEMS} champs : écrivez plutôt un message.")
    draft = held_dossier.corrections.filter(state=CorrectionState.DRAFT).first()
    if draft is None:
        draft = CorrectionRequest.objects.create(dossier=dossier, prepared_by=by, prepared_at=at)
        _journal(draft, "prepared", by=by, at=at)
    known = {item.place: item for item in draft.items.all()}
    wanted = {one.place: one for one in chosen}
    gone = [item.pk for place, item in known.items() if place not in wanted]
    draft.items.filter(pk__in=gone).delete()
    CorrectionItem.objects.bulk_create(
        CorrectionItem(
            request=draft,
            section=one.section,
            row=one.row,
            field=one.field,
            label=one.label[:300],
            row_name=one.row_name[:300],
        )
        for place, one in wanted.items()
        if place not in known
    )
    return draft


def _standing(dossier: Dossier) -> Dossier:
    mine = held(dossier)
    if mine.state not in STANDING:
        raise Refused(NOT_STANDING)
    return mine


@transaction.atomic
def write_draft(
    draft: CorrectionRequest,
    *,
    words: str,
    due_at: datetime | None,
    comments: Mapping[int, str],
) -> None:
    """Keep what is written of a request that nobody but the coordination sees yet.

    Raises `Refused` for texts too long, or once it was sent.
    """
    if any(len(text) > LONGEST for text in (words, *comments.values())):
        raise Refused(nbsp("Un de ces textes est trop long : 2 000 caractères au plus."))
    _move(draft, {CorrectionState.DRAFT}, CorrectionState.DRAFT, words=words, due_at=due_at)
    for item in draft.items.all():
        if item.pk in comments:
            draft.items.filter(pk=item.pk).update(comment=comments[item.pk].strip())


@transaction.atomic
def drop_draft(draft: CorrectionRequest, *, by: User, at: datetime) -> None:
    """Forget a request that was not sent. Raises `Refused` once it was."""
    rows, _ = CorrectionRequest.objects.filter(pk=draft.pk, state=CorrectionState.DRAFT).delete()
    if not rows:
        raise Refused(CHANGED)
    _journal(draft, "dropped", by=by, at=at)


def reasons_against_sending(draft: CorrectionRequest, *, at: datetime) -> list[str]:
    """What is still missing before a request may be sent."""
    items, reasons = list(draft.items.all()), []
    if not items:
        reasons.append("Choisissez au moins un champ à faire corriger.")
    silent = [str(item) for item in items if not item.comment]
    if silent:
        reasons.append(f"Dites ce qui est attendu pour {', '.join(silent)}.")
    if draft.due_at is None:
        reasons.append("Dites jusqu’à quel jour ces champs restent ouverts.")
    elif draft.due_at < at:
        reasons.append("Ce jour est passé : choisissez une date à venir.")
    elif draft.due_at > at + FARTHEST:
        reasons.append("Ce jour est trop loin : choisissez une date dans l’année.")
    return [str(nbsp(reason)) for reason in reasons]


@transaction.atomic
def send_request(
    draft: CorrectionRequest, *, values: Mapping[int, str | None], by: User, at: datetime
) -> None:
    """Open the fields to the holder's team until the date, and tell it. Journaled.

    `values` says what each item's field holds now, None where it is gone. Raises `Refused` when a
    field is gone or without a comment, without a date to come, when another request is already at
    the holder's, or when the dossier no longer stands filed.
    """
    dossier = _standing(draft.dossier)
    reasons = reasons_against_sending(draft, at=at)
    gone = [str(item) for item in draft.items.all() if values.get(item.pk) is None]
    if gone:
        reasons.append(f"Le dossier n’a plus ce champ, retirez-le : {', '.join(gone)}.")
    if reasons:
        raise Refused(*reasons)
    columns = {"sent_by": by, "sent_at": at, "before": latest_snapshot(dossier)}
    try:
        with transaction.atomic():
            _move(draft, {CorrectionState.DRAFT}, CorrectionState.SENT, **columns)
    except IntegrityError as error:
        raise Refused(
            "Une autre demande est déjà chez le porteur : prolongez-la, ou retirez-la d’abord."
        ) from error
    for item in draft.items.all():
        item.request = draft
        told = {"before": values[item.pk], "beside": beside_of(item)}
        draft.items.filter(pk=item.pk).update(**told)
    _journal(draft, "sent", by=by, at=at, items=len(values))
    _tell_holder(draft, "correction_sent", at=at, **_in_own_words(draft))


def _in_own_words(request: CorrectionRequest) -> dict[str, Any]:
    """The edition's words for a request, if it wrote any, and whether they name each point."""
    points = "\n".join(f"- {item}\u00a0: {item.comment}" for item in request.items.all())
    due = instant(request.due_at, request.dossier.edition.timezone)
    merged = {"corrections": points, "date_limite": due}
    words = own_words(request.dossier, WordingKind.CORRECTION, **merged)
    return {"words": words, "is_told": points in words.get("body", "")}


def hold_open(request: CorrectionRequest, *, at: datetime) -> Dossier:
    """The dossier, held, while its request is open. Raises `Refused` once it is not.

    The caller holds the transaction: a request withdrawn meanwhile wins, or waits.
    """
    dossier = held(request.dossier)
    mine = CorrectionRequest.objects.filter(
        pk=request.pk, state=CorrectionState.SENT, due_at__gte=at
    )
    if dossier.state not in STANDING or not mine.update(touched_at=at):
        raise Refused(CLOSED)
    return dossier


@transaction.atomic
def correct_field(
    item: CorrectionItem,
    changes: list[Change],
    *,
    version: int,
    by: User,
    at: datetime,
    then: Callable[[Saved], None] | None = None,
) -> Saved:
    """Write one field of an open request, and count it as answered.

    Raises `Refused` for any other field, and once the request is closed or its date passed.
    """
    if any(change.name not in fields_of(item) for change in changes):
        raise Refused(OUTSIDE)
    hold_open(item.request, at=at)
    place = Place(item.request.dossier, item.section, item.row, STANDING)
    saved = write_at(place, changes, version=version, hand=Hand(by, at), then=then)
    if saved.names:
        _answer(item, CorrectionAnswer.CHANGED, "", by=by, at=at)
    return saved


@transaction.atomic
def keep_field(item: CorrectionItem, *, reason: str, by: User, at: datetime) -> None:
    """« Je maintiens, parce que… »: the field stays as it was when that is still what it says.

    Raises `Refused` without a reason, and as correcting does.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("Dites pourquoi vous maintenez ce champ : la coordination le lira.")
    if len(reason) > LONGEST:
        raise Refused(nbsp("Cette explication est trop longue : 2 000 caractères au plus."))
    hold_open(item.request, at=at)
    _answer(item, CorrectionAnswer.KEPT, reason, by=by, at=at)


def replace_file(
    item: CorrectionItem,
    upload: Any,
    *,
    subject: Mapping[str, Any],
    by: User,
    at: datetime,
    allowed: Any,
) -> Attachment:
    """Join a document of an open request in place of those of its slot; snapshots keep them.

    Raises `Refused` for another kind of document, or a file that isn't what it says.
    """
    if subject["kind"] != item.field.removeprefix(FILE):
        raise Refused(OUTSIDE)

    def permit(_dossier: Dossier, _kind: str, now: datetime) -> None:
        with transaction.atomic():
            hold_open(item.request, at=now)

    def replace(joined: Attachment) -> None:
        _take_others_out(item, joined, by=by, at=at)

    return attach(
        item.request.dossier,
        upload,
        **subject,
        allowed=allowed,
        by=by,
        at=at,
        under=permit,
        then=replace,
    )


def _take_others_out(item: CorrectionItem, joined: Attachment, *, by: User, at: datetime) -> None:
    """In the transaction that joined the new one: there is never none, nor two."""
    slot = Attachment.objects.filter(
        dossier=joined.dossier,
        kind=joined.kind,
        person=joined.person,
        partner=joined.partner,
        removed_at=None,
    )
    for other in slot.exclude(pk=joined.pk).select_related("dossier", "file"):
        Attachment.objects.filter(pk=other.pk).update(removed_at=at)
        note_file(other, is_gone=True, by=by, at=at)
    _answer(item, CorrectionAnswer.CHANGED, "", by=by, at=at)


def _answer(
    item: CorrectionItem, answer: CorrectionAnswer, reason: str, *, by: User, at: datetime
) -> None:
    item.answer, item.reason, item.answered_by, item.answered_at = answer, reason, by, at
    item.save(update_fields=["answer", "reason", "answered_by", "answered_at"])
    _journal(item.request, "answered", by=by, at=at, item=item.pk, answer=str(answer))


@transaction.atomic
def return_request(
    request: CorrectionRequest, *, values: Mapping[int, str | None], by: User, at: datetime
) -> Snapshot | None:
    """Send the corrections back: a new snapshot, of the same reception; both sides are told.

    What was not answered, and what the rules now find blocking, is said and prevents nothing: the
    coordination decides. Raises `Refused` once the date passed or the request was withdrawn.
    """
    dossier = hold_open(request, at=at)
    reasons = _freeze(request, dossier, values=values, by=by, at=at)
    unanswered = [str(item) for item in request.items.filter(answer="")]
    _journal(request, "returned", by=by, at=at, unanswered=len(unanswered), blocking=len(reasons))
    holders, desk = people_to_tell(dossier)
    told = _context(request) | {"reasons": reasons, "unanswered": unanswered}
    key = f"correction_returned:{request.pk}"
    receipt = [Joined("dossiers.receipt", [request.after_id])]
    template = "dossiers/emails/correction_returned"
    notify(holders, template, told, key=key, at=at, attachments=receipt)
    notify(desk, f"{template}_desk", told, key=f"{key}:desk", at=at, family=Family.DESK)
    return request.after


@transaction.atomic
def accept_request(request: CorrectionRequest, *, by: User, at: datetime) -> None:
    """Say that it will do; the holder is told. Journaled.

    Raises `Refused` for what was not sent back: nobody but the holder files what it typed.
    """
    _move(request, {CorrectionState.RETURNED}, CorrectionState.ACCEPTED, settled_at=at)
    _journal(request, "accepted", by=by, at=at)
    _tell_holder(request, "correction_accepted", at=at)


def _freeze(
    request: CorrectionRequest,
    dossier: Dossier,
    *,
    values: Mapping[int, str | None],
    by: User,
    at: datetime,
) -> list[str]:
    """Freeze what the dossier says now under the reception it had; what blocks is returned."""
    document, edition, verdicts = judged_as_filed(dossier, at=at)
    received_at = dossier.submitted_at or at
    frozen = freeze(dossier, document, edition, verdicts, by=by, at=received_at, corrected_at=at)
    for item in request.items.all():
        request.items.filter(pk=item.pk).update(after=values.get(item.pk) or "")
    columns = {"after": frozen, "returned_by": by, "returned_at": at}
    _move(request, {CorrectionState.SENT}, CorrectionState.RETURNED, **columns)
    return reasons_against(verdicts)


@transaction.atomic
def extend_request(
    request: CorrectionRequest, *, due_at: datetime | None, fields: Fields, by: User, at: datetime
) -> None:
    """Leave the fields open longer, or open again those whose date passed; the holder is told.

    Journaled. What had been typed and was put aside is in the fields again; what came back is
    asked again by a new request. Raises `Refused` without a date to come, or once it is no longer
    with the holder.
    """
    if due_at is None or due_at < at:
        raise Refused("Choisissez une date à venir.")
    if due_at > at + FARTHEST:
        raise Refused("Ce jour est trop loin : choisissez une date dans l’année.")
    request.dossier = _standing(request.dossier)
    longer = {"due_at": due_at, "round": F("round") + 1}
    _move(request, {CorrectionState.SENT}, CorrectionState.SENT, **longer)
    if request.aside_at:
        put_in_again(request, fields=fields, hand=Hand(by, at))
    _journal(request, "extended", by=by, at=at)
    _tell_holder(request, "correction_extended", at=at)


@transaction.atomic
def withdraw_request(
    request: CorrectionRequest, *, reason: str, fields: Fields, by: User, at: datetime
) -> None:
    """Close the fields again: nothing is asked any more; the holder is told, and why. Journaled.

    The dossier says again what was filed; what was typed is kept aside, and said to both sides.
    """
    reason = reason.strip()
    if len(reason) > LONGEST:
        raise Refused(nbsp("Ce motif est trop long : 2 000 caractères au plus."))
    request.dossier = held(request.dossier)
    columns = {"settled_at": at, "reason": reason}
    _move(request, {CorrectionState.SENT}, CorrectionState.WITHDRAWN, **columns)
    if request.aside_at is None:
        put_aside(request, fields=fields, hand=Hand(by, at))
    aside = _aside(request)
    _journal(request, "withdrawn", by=by, at=at, aside=len(aside))
    _tell_holder(request, "correction_withdrawn", at=at, aside=aside)


def _aside(request: CorrectionRequest) -> list[CorrectionItem]:
    return list(request.items.filter(is_aside=True))


def lapse_requests(*, at: datetime, fields: Fields) -> int:
    """Close those whose date passed without their coming back, each in its own transaction."""
    lapsed = CorrectionRequest.objects.filter(
        state=CorrectionState.SENT, due_at__lt=at, aside_at=None, dossier__state__in=FILED
    )
    related = ("dossier__edition__coordination", "before")
    return sum(_lapse(one, fields, at=at) for one in lapsed.select_related(*related))


@transaction.atomic
def _lapse(request: CorrectionRequest, fields: Fields, *, at: datetime) -> bool:
    """What was typed is put aside, as when the request is withdrawn; both sides are told."""
    request.dossier = held(request.dossier)
    same = {"pk": request.pk, "round": request.round, "state": CorrectionState.SENT}
    if not CorrectionRequest.objects.filter(**same, aside_at=None).update(touched_at=at):
        return False
    aside = put_aside(request, fields=fields, hand=Hand(None, at, LAPSED_HAND))
    _journal(request, "lapsed", by=None, at=at, aside=len(aside))
    _tell_holder(request, "correction_lapsed", at=at, aside=aside)
    _, desk = people_to_tell(request.dossier)
    key = f"correction_lapsed:{request.pk}:{request.round}:desk"
    template, told = "dossiers/emails/correction_lapsed_desk", _context(request) | {"aside": aside}
    notify(desk, template, told, key=key, at=at, family=Family.DESK)
    return True


def _move(
    request: CorrectionRequest, sources: Collection[str], target: str, **columns: Any
) -> None:
    """The one door of a request's state: of two clicks, one wins; the row is then read anew."""
    mine = CorrectionRequest.objects.filter(pk=request.pk, state__in=sources, round=request.round)
    if not mine.update(state=target, **columns):
        raise Refused(CHANGED)
    dossier = request.dossier
    request.refresh_from_db()
    request.dossier = dossier


def _context(request: CorrectionRequest) -> dict[str, Any]:
    items = list(request.items.all())
    return {
        "correction": request,
        "items": items,
        "count": plural(len(items), "champ", "champs"),
        "dossier": request.dossier,
        "edition": request.dossier.edition,
    }


def _tell_holder(request: CorrectionRequest, template: str, *, at: datetime, **more: Any) -> None:
    holders, _ = people_to_tell(request.dossier)
    key = f"{template}:{request.pk}:{request.round}"
    notify(holders, f"dossiers/emails/{template}", _context(request) | more, key=key, at=at)


def _journal(
    request: CorrectionRequest, deed: str, *, by: User | None, at: datetime, **data: Any
) -> None:
    scope = request.dossier.edition.coordination.slug
    told = {"correction": request.pk, **data}
    record(f"correction.{deed}", by=by, at=at, obj=request.dossier, data=told, scope=scope)
