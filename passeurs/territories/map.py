"""A flat map drawn by the server: degrees to pixels and back, shapes as SVG paths.

The plane is equirectangular at the middle of the frame: straight enough for a region, exact to the
metre around a street. Nothing here asks the database; `queries.outlines` gives the shapes.
"""

import json
import math
from dataclasses import dataclass, replace

import shapely

from passeurs.territories.geometry import METRES_PER_DEGREE

WIDTH, HEIGHT = 640, 480
PRECISION_PX = 0.7
"""Detail finer than this is not drawn."""

BEYOND = 1.2
"""Shapes are cut a little outside the frame, so that the cut itself is never seen."""


@dataclass(frozen=True)
class Frame:
    """A window on the ground: its middle, how many metres wide it is, its size in pixels."""

    lon: float
    lat: float
    metres: float
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def holding(cls, bounds, *, width=WIDTH, height=HEIGHT, margin=0.08):
        """The frame that holds (west, south, east, north), with some air around."""
        west, south, east, north = bounds
        lat = (south + north) / 2
        wide = (east - west) * METRES_PER_DEGREE * math.cos(math.radians(lat))
        high = (north - south) * METRES_PER_DEGREE
        metres = max(wide, high * width / height, 100.0) * (1 + 2 * margin)
        return cls((west + east) / 2, lat, metres, width, height)

    @property
    def metres_per_pixel(self):
        return self.metres / self.width

    @property
    def view_box(self):
        return f"0 0 {self.width} {self.height}"

    @property
    def bounds(self):
        """West, south, east and north, in degrees."""
        west, north = self.lonlat(0, 0)
        east, south = self.lonlat(self.width, self.height)
        return west, south, east, north

    def xy(self, lon, lat):
        """The pixel of a point, from the top left corner."""
        x = self.width / 2 + (lon - self.lon) * self._lon_m / self.metres_per_pixel
        y = self.height / 2 - (lat - self.lat) * METRES_PER_DEGREE / self.metres_per_pixel
        return round(x, 1), round(y, 1)

    def lonlat(self, x, y):
        """The point under a pixel, to about a metre."""
        lon = self.lon + (x - self.width / 2) * self.metres_per_pixel / self._lon_m
        lat = self.lat - (y - self.height / 2) * self.metres_per_pixel / METRES_PER_DEGREE
        return round(lon, 5), round(lat, 5)

    def holds(self, lon, lat):
        west, south, east, north = self.bounds
        return west <= lon <= east and south <= lat <= north

    def moved(self, right=0.0, up=0.0):
        """The frame moved by a share of its width and height."""
        x, y = self.width * (0.5 + right), self.height * (0.5 - up)
        lon, lat = self.lonlat(x, y)
        return replace(self, lon=lon, lat=lat)

    def path(self, shape):
        """The `d` of a shape (shapely, or GeoJSON as a dict); « » where none of it is seen."""
        if isinstance(shape, dict):
            shape = shapely.from_geojson(json.dumps(shape))
        west, south, east, north = replace(self, metres=self.metres * BEYOND).bounds
        seen = shapely.clip_by_rect(shape, west, south, east, north)
        seen = shapely.simplify(shapely.transform(seen, self._plane), PRECISION_PX)
        return " ".join(_ring(ring) for part in shapely.get_parts(seen) for ring in _rings(part))

    def scale(self):
        """(pixels, metres) of a round length that takes about a fifth of the width."""
        room = self.metres / 5
        unit = 10 ** math.floor(math.log10(room))
        metres = next(unit * step for step in (5, 2, 1) if unit * step <= room)
        return round(metres / self.metres_per_pixel, 1), metres

    @property
    def _lon_m(self):
        return METRES_PER_DEGREE * max(math.cos(math.radians(self.lat)), 0.01)

    def _plane(self, points):
        middle = (self.width / 2, self.height / 2)
        scale = (self._lon_m / self.metres_per_pixel, -METRES_PER_DEGREE / self.metres_per_pixel)
        return (points - [self.lon, self.lat]) * scale + middle


def _rings(part):
    if part.geom_type == "Polygon":
        return [part.exterior, *part.interiors] if not part.is_empty else []
    return [part] if part.geom_type in {"LineString", "LinearRing"} and not part.is_empty else []


def _ring(ring):
    points = [f"{x:.1f} {y:.1f}" for x, y in ring.coords]
    return f"M{'L'.join(points)}{'Z' if ring.is_ring else ''}"
