"""Points and contours: repair, nearest contour, distances in metres.

Distances are taken in a plane tangent at the point (equirectangular): exact to the metre near a
contour, to about one per cent at 200 km. The plane is an affine image of WGS 84, so « inside » is
the same in both.
"""

import json
import math
from dataclasses import dataclass

import numpy as np
import shapely

METRES_PER_DEGREE = 111_195.0
SEARCH_RADII_M = (2_000, 20_000, 200_000)
WORLD = shapely.box(-180, -90, 180, 90)


def repaired(geometry):
    """The GeoJSON of a contour made valid, its stray lines dropped; None without any surface."""
    valid = shapely.make_valid(shapely.from_geojson(json.dumps(geometry)))
    pieces = shapely.get_parts(shapely.get_parts(valid))
    surfaces = [piece for piece in pieces if piece.area > 0]
    return json.loads(shapely.to_geojson(shapely.union_all(surfaces))) if surfaces else None


@dataclass(frozen=True)
class Position:
    """Where a point stands to a contour; `edge_m` is the distance to its edge, from either side."""

    rank: int
    is_inside: bool
    edge_m: float

    @property
    def distance_m(self):
        return 0 if self.is_inside else round(self.edge_m)


class ShapeIndex:
    """Contours ready to be asked about points; the rank of a contour is its place in the list."""

    def __init__(self, shapes):
        self.shapes = np.array(shapes, dtype=object)
        shapely.prepare(self.shapes)
        self.tree = shapely.STRtree(self.shapes)

    def position(self, *, lon, lat):
        """The contour that holds the point, else the nearest one; None when there is no contour."""
        holding = self.tree.query(shapely.Point(lon, lat), predicate="intersects")
        if len(holding):
            return self._deepest(holding, lon, lat)
        return self._nearest(lon, lat)

    def _deepest(self, ranks, lon, lat):
        edges = edge_distances(self.shapes[ranks], lon, lat)
        best = int(edges.argmax())
        return Position(int(ranks[best]), is_inside=True, edge_m=float(edges[best]))

    def _nearest(self, lon, lat):
        for radius in (*SEARCH_RADII_M, math.inf):
            ranks = self.tree.query(_around(lon, lat, radius))
            if not len(ranks):
                continue
            edges = edge_distances(self.shapes[ranks], lon, lat)
            best = int(edges.argmin())
            if edges[best] <= radius:
                return Position(int(ranks[best]), is_inside=False, edge_m=float(edges[best]))
        return None


def edge_distances(shapes, lon, lat):
    """Metres from the point to the edge of each shape."""
    scale = METRES_PER_DEGREE * np.array([math.cos(math.radians(lat)), 1.0])
    plane = shapely.transform(shapes, lambda points: (points - [lon, lat]) * scale)
    edges = np.where(shapely.get_dimensions(plane) == 0, plane, shapely.boundary(plane))
    return shapely.distance(edges, shapely.Point(0, 0))


def _around(lon, lat, radius_m):
    if math.isinf(radius_m):
        return WORLD
    height = radius_m / METRES_PER_DEGREE
    width = height / max(math.cos(math.radians(lat)), 0.01)
    return shapely.box(lon - width, lat - height, lon + width, lat + height)
