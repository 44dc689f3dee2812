"""Editions of the demonstration, whole or with a few changes, and invented coordinations."""

import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path

from passeurs.calls.actions import create_edition_from_document
from passeurs.calls.document import resolve_relative
from passeurs.organisations.models import Coordination

EDITIONS = Path("passeurs/demonstration/data/editions")
SLUGS = ("occitanie-2024", "occitanie-en-cours", "deux-seances-1", "deux-seances-2")
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def document(slug="occitanie-2024", *, today=TODAY, **sections):
    """The document of a demonstration edition, dated from `today`.

    `sections` are merged in: `money={"share": "120.00"}` changes that key alone.
    """
    raw = json.loads((EDITIONS / f"{slug}.json").read_text(encoding="utf-8"))
    found = resolve_relative(copy.deepcopy(raw), today)
    for name, change in sections.items():
        both_dicts = isinstance(found.get(name), dict) and isinstance(change, dict)
        found[name] = {**found[name], **change} if both_dicts else change
    return found


def coordination(slug="la-trame", **facts):
    given = {
        "name": "La Trame – Occitanie",
        "region_name": "Occitanie",
        "email": f"bonjour@{slug}.example",
        "phone": "05 00 00 00 00",
        "referent_name": "Salomé Vidalens",
    }
    return Coordination.objects.get_or_create(slug=slug, defaults=given | facts)[0]


def edition(slug="occitanie-2024", *, is_public=True, at=NOW, by=None, **sections):
    """A stored edition of the demonstration."""
    wanted = document(slug, **sections)
    owner = coordination(wanted["coordination"])
    return create_edition_from_document(wanted, owner, by=by, at=at, is_public=is_public)
