"""Loading a dated reference: each load replaces one vintage whole, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from passeurs.territories.cells import department_outlines
from passeurs.territories.enums import Kind, Scope
from passeurs.territories.geometry import repaired
from passeurs.territories.models import (
    Commune,
    FormerCode,
    Outline,
    RuralClass,
    Vintage,
    Zone,
    ZoneCommune,
)
from passeurs.territories.rules import bounds, search_index

BATCH = 2_000
COMMUNE_FIELDS = (
    "name", "department", "postcodes", "population", "epci", "lon", "lat", "search",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What is being loaded: the kind and year, how far it reaches, where it comes from."""

    kind: Kind
    vintage: int
    scope: Scope
    source: str
    digest: str
    codes: list = field(default_factory=list)


@transaction.atomic
def load_communes(rows: Iterable[dict], *, reference: Reference, at: datetime) -> Vintage:
    """Create or update the communes, and replace the codes that lead to those in reach.

    A row is a dict with `insee`, the fields of `Commune` and `former_codes`. A commune that left
    the list stays, because structures and dossiers may refer to it.
    """
    rows = list(rows)
    Commune.objects.bulk_create(
        [_commune(row) for row in rows],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["insee"],
        update_fields=COMMUNE_FIELDS,
    )
    _former_codes_in_reach(reference).delete()
    FormerCode.objects.bulk_create(
        [
            FormerCode(code=code, commune_id=row["insee"])
            for row in rows
            for code in row["former_codes"]
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["commune"],
    )
    _draw_departments()
    return _stamp(reference, at=at)


def _draw_departments() -> None:
    """Draw again the departments whose centres are known; the others keep their outline."""
    placed = Commune.objects.exclude(lon=None).exclude(lat=None)
    outlines = department_outlines(placed.values_list("department", "lon", "lat"))
    keep_outlines(outlines)


def keep_outlines(outlines: dict[str, dict]) -> None:
    """Keep the outline of each department, by its code."""
    Outline.objects.bulk_create(
        [Outline(department=code, geometry=shape) for code, shape in outlines.items()],
        update_conflicts=True,
        unique_fields=["department"],
        update_fields=["geometry"],
    )


def _former_codes_in_reach(reference: Reference) -> QuerySet[FormerCode]:
    every = FormerCode.objects.all()
    if reference.scope == Scope.FRANCE:
        return every
    return every.filter(commune__department__in=reference.codes)


def _commune(row: dict) -> Commune:
    values = {name: row[name] for name in COMMUNE_FIELDS if name != "search"}
    search = search_index(name=row["name"], postcodes=row["postcodes"], insee=row["insee"])
    return Commune(insee=row["insee"], search=search, **values)


@transaction.atomic
def load_quarters(rows: Iterable[dict], *, reference: Reference, at: datetime) -> Vintage:
    """Replace the QPV of one vintage; contours are repaired before they are kept.

    A row is a dict with `code`, `name`, `communes` (INSEE codes) and `geometry` (GeoJSON or None).
    """
    rows = list(rows)
    Zone.objects.filter(kind=reference.kind, vintage=reference.vintage).delete()
    zones = Zone.objects.bulk_create([_zone(row, reference) for row in rows], batch_size=BATCH)
    ZoneCommune.objects.bulk_create(
        [
            ZoneCommune(zone=zone, insee=insee)
            for zone, row in zip(zones, rows, strict=True)
            for insee in dict.fromkeys(row["communes"])
        ],
        batch_size=BATCH,
    )
    return _stamp(reference, at=at)


def _zone(row: dict, reference: Reference) -> Zone:
    geometry = repaired(row["geometry"]) if row["geometry"] else None
    return Zone(
        kind=reference.kind,
        vintage=reference.vintage,
        code=row["code"],
        name=row["name"],
        geometry=geometry,
        **bounds(geometry),
    )


@transaction.atomic
def load_rural_classes(rows: Iterable[dict], *, reference: Reference, at: datetime) -> Vintage:
    """Replace the classes of one vintage of ZRR or FRR.

    A row is a dict with `insee`, `label` (the official wording) and `state`.
    """
    kind, vintage = reference.kind, reference.vintage
    RuralClass.objects.filter(kind=kind, vintage=vintage).delete()
    RuralClass.objects.bulk_create(
        [RuralClass(kind=kind, vintage=vintage, **row) for row in rows], batch_size=BATCH
    )
    return _stamp(reference, at=at)


def mark_compared(vintages: Iterable[Vintage], *, at: datetime) -> None:
    """The places of the dossiers were compared with these; one loaded meanwhile stays to do."""
    for one in vintages:
        same = Vintage.objects.filter(pk=one.pk, loaded_at=one.loaded_at)
        same.update(compared_at=max(at, one.loaded_at))


def _stamp(reference: Reference, *, at: datetime) -> Vintage:
    """Say what is now loaded; the caches of every process follow this row."""
    stamped, _ = Vintage.objects.update_or_create(
        kind=reference.kind,
        vintage=reference.vintage,
        defaults={
            "scope": reference.scope,
            "codes": reference.codes,
            "source": reference.source,
            "digest": reference.digest,
            "loaded_at": at,
        },
    )
    return stamped
