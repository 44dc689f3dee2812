"""Communes and zonings for tests: invented ones, in a flat square of Occitanie."""

from datetime import UTC, datetime
from uuid import uuid4

import factory

from passeurs.territories.enums import Classification, Kind, Scope
from passeurs.territories.models import (
    Commune,
    FormerCode,
    RuralClass,
    Vintage,
    Zone,
    ZoneCommune,
)
from passeurs.territories.rules import bounds, search_index


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commune

    insee = factory.Sequence(lambda number: f"46{number:03d}")
    name = factory.Sequence(lambda number: f"Commune {number}")
    department = "46"
    postcodes = factory.LazyFunction(lambda: ["46000"])
    population = 1_000
    search = factory.LazyAttribute(
        lambda row: search_index(name=row.name, postcodes=row.postcodes, insee=row.insee)
    )


class FormerCodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FormerCode

    commune = factory.SubFactory(CommuneFactory)


class VintageFactory(factory.django.DjangoModelFactory):
    """A loaded vintage; each one has its own digest, so that no cache of another test answers."""

    class Meta:
        model = Vintage

    kind = Kind.QPV
    vintage = 2024
    scope = Scope.COMMUNES
    digest = factory.LazyFunction(lambda: uuid4().hex)
    loaded_at = datetime(2024, 1, 1, tzinfo=UTC)


class ZoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Zone
        skip_postgeneration_save = True

    kind = Kind.QPV
    vintage = 2024
    code = factory.Sequence(lambda number: f"QN046{number:02d}N")
    name = "Les Tilleuls"

    @classmethod
    def _adjust_kwargs(cls, **fields):
        return bounds(fields.get("geometry")) | fields

    @factory.post_generation
    def communes(self, create, insees, **_):
        for insee in insees or ():
            ZoneCommune.objects.create(zone=self, insee=insee)


class RuralClassFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RuralClass

    kind = Kind.FRR
    vintage = 2025
    label = "FRR socle"
    state = Classification.FULL


def square(west, south, east, north):
    """A GeoJSON rectangle, in degrees."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
