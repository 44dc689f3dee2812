"""The four editions of the demonstration; those laid out around today stay open."""

import json
from pathlib import Path

from django.db import transaction

from passeurs.calls.actions import create_edition_from_document, save_edition_document
from passeurs.calls.document import resolve_relative
from passeurs.calls.models import Edition
from passeurs.organisations.models import Coordination

DATA = Path(__file__).parent / "data" / "editions"
SLUGS = ("occitanie-2024", "occitanie-en-cours", "deux-seances-1", "deux-seances-2")
ALWAYS_OPEN = ("occitanie-en-cours", "deux-seances-2")
REASON = "Le calendrier de la démonstration suit le jour."


@transaction.atomic
def load_editions(*, at, today):
    """Create the editions that are missing, move the calendar of those kept open; in order."""
    known = {edition.slug: edition for edition in Edition.objects.with_coordination()}
    return [_edition(slug, known.get(slug), at=at, today=today) for slug in SLUGS]


def _edition(slug, known, *, at, today):
    if known and slug not in ALWAYS_OPEN:
        return known
    written = json.loads((DATA / f"{slug}.json").read_text(encoding="utf-8"))
    document = resolve_relative(written, today)
    if known:
        return _move(known, document, at=at)
    coordination = Coordination.objects.get(slug=document["coordination"])
    return create_edition_from_document(document, coordination, by=None, at=at, is_public=True)


def _move(edition, fresh, *, at):
    """Lay the calendar from today, and nothing else: what a team changed in the edition stays.

    The opening stays where it was, as far back as an edition of the year may open: what was
    filed since then was filed while the call was open.
    """
    kept = edition.document()
    opening = max(kept["calendar"]["opening"], f"{fresh['year'] - 1}-01-01T00:00:00")
    calendar = {**fresh["calendar"], "opening": opening}
    title = kept["title"].replace(str(kept["year"]), str(fresh["year"]))
    moved = {**kept, "calendar": calendar, "year": fresh["year"], "title": title}
    if moved == kept:
        return edition
    return save_edition_document(edition, moved, by=None, at=at, reason=REASON)
