"""The venues that a coordination keeps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.organisations.models import Coordination

from ..models import ACCESS, EQUIPMENT, Venue


@transaction.atomic
def create_venue(
    coordination: Coordination,
    facts: Mapping[str, Any],
    *,
    by: User | None,
    at: datetime,
    verified_at: datetime | None = None,
) -> Venue:
    """Add a venue to the directory, where everybody sees it.

    One that comes out of a file is verified by nobody yet.
    """
    venue = Venue(
        coordination=coordination,
        created_at=at,
        updated_at=at,
        verified_at=verified_at,
        **facts,
    )
    venue.save(force_insert=True)
    record("venue.create", by=by, at=at, obj=venue, scope=coordination.slug)
    return venue


@transaction.atomic
def amend_venue(venue: Venue, facts: Mapping[str, Any], *, by: User | None, at: datetime) -> None:
    """Rewrite a venue, and say that it is right as it stands today."""
    venue = Venue.objects.select_for_update().get(pk=venue.pk)
    changed = [name for name, value in facts.items() if getattr(venue, name) != value]
    for name in changed:
        setattr(venue, name, facts[name])
    venue.updated_at = venue.verified_at = at
    venue.save()
    scope = venue.coordination.slug
    record("venue.amend", by=by, at=at, obj=venue, data={"fields": changed}, scope=scope)


@transaction.atomic
def verify_venue(venue: Venue, *, by: User, at: datetime) -> None:
    """Say that nothing has changed."""
    venue.verified_at = at
    venue.save(update_fields=["verified_at"])
    record("venue.verify", by=by, at=at, obj=venue, scope=venue.coordination.slug)


@transaction.atomic
def close_venue(venue: Venue, *, by: User, at: datetime) -> None:
    """It is no longer offered; what dossiers wrote of it stays."""
    if not Venue.objects.filter(pk=venue.pk, closed_at=None).update(closed_at=at):
        raise Refused("Cette salle est déjà fermée.")
    record("venue.close", by=by, at=at, obj=venue, scope=venue.coordination.slug)


@transaction.atomic
def reopen_venue(venue: Venue, *, by: User, at: datetime) -> None:
    """It is offered again."""
    if not Venue.objects.filter(pk=venue.pk, closed_at__isnull=False).update(closed_at=None):
        raise Refused("Cette salle est déjà ouverte.")
    record("venue.reopen", by=by, at=at, obj=venue, scope=venue.coordination.slug)


COMPLETED = (
    "street",
    "postcode",
    "rooms",
    "access_notes",
    "screen_width_m",
    "equipment_notes",
    "website",
)
KNOWN = (*ACCESS, *EQUIPMENT)
CONTACT = ("contact_name", "email", "phone", "shows_contact")


@transaction.atomic
def merge_venues(kept: Venue, doubled: Venue, *, by: User, at: datetime) -> None:
    """Leave one venue of two; what the kept one does not know, the other tells it.

    A contact goes whole, with its permission to be shown, and only where there was none. Raises
    Refused when they are not two venues of one coordination, or one was merged meanwhile.
    """
    rows = Venue.objects.select_for_update(of=("self",)).select_related("commune", "coordination")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, doubled.pk])}
    kept, doubled = found[kept.pk], found[doubled.pk]
    if kept.pk == doubled.pk or kept.coordination_id != doubled.coordination_id:
        raise Refused("Ces deux salles ne peuvent pas être réunies.")
    if kept.merged_into_id or doubled.merged_into_id:
        raise Refused("L’une de ces salles vient d’être réunie avec une autre.")
    _complete(kept, doubled)
    kept.updated_at = at
    kept.save()
    doubled.merged.update(merged_into=kept)
    doubled.merged_into = kept
    doubled.save(update_fields=["merged_into"])
    data = {"doubled": doubled.pk}
    record("venue.merge", by=by, at=at, obj=kept, data=data, scope=kept.coordination.slug)


def _complete(kept: Venue, doubled: Venue) -> None:
    for name in COMPLETED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(doubled, name))
    for name in KNOWN:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(doubled, name))
    if not any(getattr(kept, name) for name in CONTACT):
        for name in CONTACT:
            setattr(kept, name, getattr(doubled, name))
    if doubled.is_exact and not kept.is_exact:
        kept.lat, kept.lon, kept.is_exact = doubled.lat, doubled.lon, True
