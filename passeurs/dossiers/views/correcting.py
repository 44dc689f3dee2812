"""What a page shows of requests for corrections: each field, its words, its form, its answer."""

from dataclasses import dataclass, field
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

from passeurs.documents.queries import accept_attribute, allowed_sentence

from ..actions.asides import FILE, files_aside
from ..diffing import pieces, replaced
from ..forms.corrections import KeepForm, ReplaceForm
from ..forms.documents import allowed_for
from ..forms.single import form_at, slot_at, spots_of
from ..forms.speech import Speech
from ..queries.history import names_for
from ..sections import BY_CODE, url_of


@dataclass
class Shown:
    """One item as it is read; `form` where the reader may answer it now."""

    item: Any
    part: str
    url: str
    is_gone: bool = False
    words: str = ""
    seen: str = ""
    pieces: list = field(default_factory=list)
    aside: list = field(default_factory=list)
    form: Any = None
    keep: Any = None
    slot: Any = None
    sentence: str = ""
    accept: str = ""


def seen_of(value):
    """A short mark of what a field said as the page was drawn."""
    return sha256((value or "").encode()).hexdigest()[:16]


def shown_of(dossier, corrections, *, may_answer, at, failed=None):
    """The items of each request, in order; a refused form keeps what was typed in it."""
    items = [item for one in corrections for item in one.items.all()]
    spots = spots_of(dossier) if items else {}
    told = [
        SimpleNamespace(field=item.field, before=item.before, after=item.after) for item in items
    ]
    now = [SimpleNamespace(field=s.field, before=s.value, after="") for s in spots.values()]
    speech = Speech(dossier, names_for(dossier, [*told, *now]))
    for one in corrections:
        is_open = one.is_open(at=at)
        one.shown = [
            _shown(dossier, item, spots.get(item.place), speech, one) for item in one.items.all()
        ]
        if is_open and may_answer:
            for shown in one.shown:
                _open(dossier, shown, failed)


def _shown(dossier, item, spot, speech, correction):
    shown = Shown(
        item=item,
        part=BY_CODE[item.section].label,
        url=f"{url_of(dossier, item.section)}?ligne={item.row}#{item.row or 'section'}",
        is_gone=spot is None,
        words=spot.words if spot else "",
        seen=seen_of(spot.value if spot else ""),
    )
    is_kept = correction.after_id or item.is_aside
    after = item.after if is_kept else (spot.value if spot else "")
    if correction.sent_at and after != item.before:
        say = [speech.words(*item.place, text) for text in (item.before, after)]
        shown.pieces = (pieces if speech.is_prose(*item.place) else replaced)(*say)
    if item.is_aside and item.field.startswith(FILE):
        shown.aside = files_aside(item)
    return shown


def _open(dossier, shown, failed):
    item = shown.item
    if shown.is_gone:
        return
    prefix = f"m{item.pk}"
    shown.keep = KeepForm(prefix=prefix, initial={"reason": item.reason})
    if item.field.startswith(FILE):
        shown.slot, shown.form = slot_at(dossier, item), ReplaceForm(prefix=f"f{item.pk}")
        allowed = allowed_for(shown.slot.kind, shown.slot.max_mb)
        shown.sentence, shown.accept = allowed_sentence(allowed), accept_attribute(allowed)
    else:
        shown.form = form_at(dossier, item)
    if failed and failed[0] == item.pk:
        setattr(shown, failed[1], failed[2])
