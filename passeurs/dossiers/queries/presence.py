"""Who else is in a dossier now, and what they wrote since a page was read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from ..models import FieldChange, Presence, Section, TypingSession
from ..rules import GONE_AFTER, LATELY

MOST_CHANGES = 200


@dataclass(frozen=True)
class Here:
    """Somebody, where they are, and since when that is known."""

    person: Any
    section: str
    row: str
    field: str
    at: datetime
    is_live: bool = True
    typed_for: str = ""


def shared_since(user, since):
    """Whether somebody else gave a sign of life in the dossier that a query is about."""
    alive = Presence.objects.filter(dossier=OuterRef("pk"), seen_at__gt=since)
    return Exists(alive.exclude(user=user))


def version_in(section):
    """The section's version, in the same question as its dossier."""
    return Subquery(
        Section.objects.filter(dossier=OuterRef("pk"), code=section).values("version")[:1]
    )


def alive(dossier, user, *, at):
    """The others whose page gave a sign of life within the minute, first come first."""
    rows = Presence.objects.filter(dossier=dossier, seen_at__gt=at - GONE_AFTER)
    typing = TypingSession.objects.in_force(at=at).filter(dossier=dossier)
    typing = typing.filter(opened_by=OuterRef("user")).values("typed_for")[:1]
    rows = rows.exclude(user=user).select_related("user").order_by("pk")
    return [
        Here(row.user, row.section, row.row, row.field, row.seen_at, typed_for=row.typed_for or "")
        for row in rows.annotate(typed_for=Subquery(typing))
    ]


def here_now(dossier, user, sections, *, at):
    """The others who are there: those whose page says so, then those who saved lately.

    Without a question where `for_reading` found nobody else alive.
    """
    found = alive(dossier, user, at=at) if dossier.is_shared_now else []
    known = {user.pk, *(one.person.pk for one in found)}
    return found + list(_savers(sections, known, at - LATELY).values())


def _savers(sections, known, since):
    touched = [s for s in sections.values() if s.touched_at and s.touched_at > since]
    touched.sort(key=lambda section: section.touched_at)
    return {
        section.touched_by_id: Here(
            section.touched_by, section.code, "", "", section.touched_at, is_live=False
        )
        for section in touched
        if section.touched_by_id and section.touched_by_id not in known
    }


def written_since(dossier, section, version, *, but_by):
    """The last change of each field of a section since a version, by others than that person."""
    found = FieldChange.objects.filter(dossier=dossier, section=section, version__gt=version)
    found = found.exclude(by=but_by).select_related("by").order_by("-pk")[:MOST_CHANGES]
    last = {}
    for change in found:
        last.setdefault((change.row, change.field), change)
    return list(last.values())[::-1]
