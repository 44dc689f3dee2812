"""The file of a sitting as one PDF, made for its reader; and the order of passage alone."""

from datetime import datetime
from typing import Any

from passeurs.accounts.models import User
from passeurs.core.typography import clock, euros, french_date, local, plural
from passeurs.documents.pdf import render_pdf
from passeurs.organisations.letterheads import letterhead_of
from passeurs.sharing.facts import Request

from ..models import Envelope, Passage, Sitting
from ..queries.figures import Line
from ..queries.file import Binder, Leaf, envelopes_of, passing
from ..queries.requests import requests_of
from ..queries.session import title_of
from .leaf import leaf_data, sheet_words
from .region import region_data

MOST_FUNDERS = 2
WIDE_FROM = 3
"""From so many envelopes on, the table of the dossiers lies on its side."""


def file_pdf(binder: Binder, user: User, *, at: datetime) -> bytes:
    """The whole file, for this person alone; the same bytes for the same facts and instant."""
    return _printed("committee/pdf/file.typ", file_data(binder, user, at=at), binder.sitting, at=at)


def order_pdf(sitting: Sitting, user: User, *, at: datetime) -> bytes:
    """The order of passage on a page or two, with room to write; a few questions for a handful."""
    passages, envelopes = passing(sitting, user), envelopes_of(sitting)
    requests = requests_of(passages, envelopes, {})
    rows = [
        _turn(number, one, requests[one.pk], envelopes)
        for number, one in enumerate(passages, start=1)
    ]
    data = _head(sitting, user, len(rows), at=at) | {
        "title": "Ordre de passage",
        "funders": [f"Demandé, {one.funder}" for one in envelopes[:MOST_FUNDERS]],
        "rows": rows,
    }
    return _printed("committee/pdf/order.typ", data, sitting, at=at)


def _turn(
    number: int, passage: Passage, request: Request, envelopes: list[Envelope]
) -> dict[str, Any]:
    structure = passage.dossier.structure
    return {
        "number": str(number),
        "title": title_of(passage),
        "holder": structure.name,
        "city": structure.commune.name if structure.commune else structure.city_text,
        "asked": [_euros(request.asked.get(one.source, 0)) for one in envelopes[:MOST_FUNDERS]],
    }


def _printed(template: str, data: dict[str, Any], sitting: Sitting, *, at: datetime) -> bytes:
    title = f"{data['title']}, {data['name']}, {data['day']}"
    letterhead = letterhead_of(sitting.edition.coordination)
    return render_pdf(template, data, title=title, at=at, letterhead=letterhead)


def file_data(binder: Binder, user: User, *, at: datetime) -> dict[str, Any]:
    """Every word of the file."""
    return _head(binder.sitting, user, len(binder.leaves), at=at) | {
        "title": "Dossier de séance",
        "seats": [_seat(one) for one in binder.seats],
        "table": _table(binder),
        "totals": _totals(binder),
        "groups": [
            {"title": title, "rows": [_group(one) for one in lines]}
            for title, _, lines in binder.figures.tables
        ],
        "has_proposed": bool(binder.figures.total.proposed),
        "region": region_data(binder),
        "leaves": [leaf_data(one, binder) for one in binder.leaves],
    }


def _head(sitting: Sitting, user: User, count: int, *, at: datetime) -> dict[str, Any]:
    here = local(at, sitting.edition.timezone)
    made = f"{french_date(here.date())} à {clock(here)}"
    reader = user.get_full_name() or user.email
    return {
        "name": sitting.name,
        "edition": sitting.edition.title,
        "when": sitting.when,
        "day": french_date(local(sitting.starts_at, sitting.edition.timezone).date()),
        "place": sitting.place or ("À distance" if sitting.video_link else ""),
        "reader": reader,
        "made": made,
        "copy": f"Exemplaire de {reader}",
        "foot": f"Exemplaire de {reader} · {made}",
        "count": plural(count, "dossier"),
    }


def _seat(seat: Any) -> list[str]:
    role = str(seat.get_role_display())
    if seat.stands_in_for:
        role = f"{role}, suppléance de {seat.stands_in_for.name}"
    return [seat.name, seat.body, role]


def _table(binder: Binder) -> dict[str, Any]:
    """One line a dossier; the opinions only where this reader may read one."""
    opinions = any(sheet_words(one.sheet) for one in binder.leaves)
    funders = [f"Demandé, {one.funder}" for one in binder.envelopes]
    totals = [
        euros(sum(_asked(one, source.source) for one in binder.leaves))
        for source in binder.envelopes
    ]
    return {
        "is_wide": len(binder.envelopes) >= WIDE_FROM,
        "has_opinions": opinions,
        "funders": funders,
        "rows": [_row(one, binder, opinions=opinions) for one in binder.leaves],
        "foot": [euros(sum(one.request.cost for one in binder.leaves)), *totals],
    }


def _asked(leaf: Leaf, source: str) -> Any:
    return leaf.request.asked.get(source, 0)


def _row(leaf: Leaf, binder: Binder, *, opinions: bool) -> dict[str, Any]:
    told = sheet_words(leaf.sheet) if opinions else None
    return {
        "number": str(leaf.number),
        "title": leaf.title,
        "holder": leaf.document["holder"].get("name") or "",
        "city": leaf.document["holder"].get("city") or "",
        "cost": euros(leaf.request.cost),
        "asked": [_euros(_asked(leaf, one.source)) for one in binder.envelopes],
        "opinion": told,
    }


def _totals(binder: Binder) -> list[list[str]]:
    total, envelopes = binder.figures.total, binder.envelopes
    pot = sum(one.total or 0 for one in envelopes)
    found = [
        [str(total.count), plural(total.count, "dossier").partition("\u00a0")[2]],
        [euros(total.asked), "demandés"],
    ]
    if total.proposed:
        found.append([euros(total.proposed), "proposés par l’instruction"])
    if pot:
        found.append([euros(pot), "dans les enveloppes"])
    return found


def _group(line: Line) -> dict[str, str]:
    return {
        "label": line.label,
        "count": str(line.count),
        "asked": euros(line.asked),
        "proposed": _euros(line.proposed),
        "at": line.asked_at,
    }


def _euros(amount: Any) -> str:
    """A dash where nothing is asked: a column of « 0 € » hides the others."""
    return euros(amount) if amount else "–"
