"""Contours and commune centres kept in memory, one index by vintage, rebuilt when it is reloaded.

A national QPV vintage holds about 1 500 contours: some tens of megabytes, so few are kept.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import shapely

from passeurs.territories.enums import Kind
from passeurs.territories.geometry import ShapeIndex
from passeurs.territories.models import Commune, Vintage, Zone

FAR_GUESS_M = 15_000
"""Beyond, the nearest known centre says nothing about the commune of a point."""


@dataclass(frozen=True)
class Quarter:
    """A QPV as the answers need it; its contour stays in the index."""

    code: str
    name: str
    communes: frozenset
    has_contour: bool


@dataclass(frozen=True)
class NearestCommune:
    """The commune whose centre is nearest to a point, and how far that centre is."""

    insee: str
    distance_m: int


class ZoneIndex:
    """The QPV of one vintage, by place and by commune."""

    def __init__(self, rows):
        """`rows` are pairs (Quarter, GeoJSON or None), those with a contour first."""
        self.quarters = [quarter for quarter, _ in rows]
        shapes = [shapely.from_geojson(json.dumps(shape)) for _, shape in rows if shape]
        self.shapes = ShapeIndex(shapes) if shapes else None
        self.by_commune = defaultdict(list)
        for quarter in self.quarters:
            for insee in quarter.communes:
                self.by_commune[insee].append(quarter)

    def position(self, point):
        """(quarter, Position) of the QPV that holds the point or is nearest; None without any."""
        if not self.shapes:
            return None
        found = self.shapes.position(lon=point[0], lat=point[1])
        return self.quarters[found.rank], found

    def within(self, bounds):
        """(quarter, shape) of those whose contour meets a box, in the order of the list."""
        if not self.shapes:
            return []
        ranks = sorted(self.shapes.tree.query(shapely.box(*bounds), predicate="intersects"))
        return [(self.quarters[rank], self.shapes.shapes[rank]) for rank in ranks]

    def in_communes(self, codes):
        """The QPV that touch a commune, by any of its codes."""
        found = (quarter for code in sorted(codes) for quarter in self.by_commune.get(code, ()))
        return list(dict.fromkeys(found))


class CommuneIndex:
    """The centres of the communes whose coordinates are known."""

    def __init__(self, rows):
        self.codes = [insee for insee, _, _ in rows]
        self.shapes = ShapeIndex([shapely.Point(lon, lat) for _, lon, lat in rows])

    def within(self, bounds):
        """{code: (lon, lat)} of the centres in a box."""
        if not self.codes:
            return {}
        ranks = self.shapes.tree.query(shapely.box(*bounds))
        shapes = self.shapes.shapes
        return {self.codes[rank]: (shapes[rank].x, shapes[rank].y) for rank in ranks}

    def nearest(self, point):
        """The NearestCommune of a point, or None when no centre is known within FAR_GUESS_M."""
        if not self.codes:
            return None
        found = self.shapes.position(lon=point[0], lat=point[1])
        if found.edge_m > FAR_GUESS_M:
            return None
        return NearestCommune(insee=self.codes[found.rank], distance_m=found.distance_m)


def zone_index(vintage):
    """The index of a QPV vintage: two queries the first time, none afterwards."""
    return _zone_index(vintage.vintage, vintage.digest, vintage.loaded_at)


@lru_cache(maxsize=3)  # the digest and the instant only make the key
def _zone_index(year, digest, loaded_at):
    zones = Zone.objects.filter(kind=Kind.QPV, vintage=year).prefetch_related("communes")
    rows = [(_quarter(zone), zone.geometry) for zone in zones]
    return ZoneIndex(sorted(rows, key=lambda row: not row[0].has_contour))


def _quarter(zone):
    communes = frozenset(commune.insee for commune in zone.communes.all())
    return Quarter(zone.code, zone.name, communes, has_contour=bool(zone.geometry))


def commune_index():
    """The index of the commune centres: one query to know which, one more the first time."""
    loaded = Vintage.objects.filter(kind=Kind.COMMUNES).order_by("-vintage").first()
    return _commune_index(loaded and loaded.digest, loaded and loaded.loaded_at)


@lru_cache(maxsize=1)
def _commune_index(digest, loaded_at):
    known = Commune.objects.exclude(lon=None).exclude(lat=None)
    return CommuneIndex(list(known.values_list("insee", "lon", "lat")))
