"""The venues as lights on the region at night: what the map needs to be drawn."""

from collections import defaultdict
from dataclasses import dataclass

import shapely

from passeurs.core.typography import plural
from passeurs.territories.map import Frame
from passeurs.territories.queries import outlines
from passeurs.territories.regions import departments_of

OVERSEAS = ("97", "98")
WIDTH, HEIGHT = 640, 500
NEAR_PX = 9
"""Two lights closer than this would be one blur: they are drawn as one, larger."""


@dataclass(frozen=True)
class Light:
    """One place of the map, and the venues that stand there."""

    x: float
    y: float
    venues: list

    @property
    def radius(self):
        return round(3.2 + 1.3 * min(len(self.venues), 6), 1)

    @property
    def halo(self):
        return round(2.6 * self.radius, 1)

    @property
    def label(self):
        names = ", ".join(venue.name for venue in self.venues[:4])
        more = len(self.venues) - 4
        return f"{names} et {plural(more, 'autre')}" if more > 0 else names


@dataclass(frozen=True)
class Map:
    region: str
    frame: Frame
    shapes: list
    lights: list

    @property
    def sentence(self):
        count = sum(len(light.venues) for light in self.lights)
        places = plural(len(self.lights), "point de lumière", "points de lumière")
        return (
            f"Carte, {self.region}\u00a0: {plural(count, 'salle')} en {places}. "
            "La liste est sous la carte."
        )


def map_of(venues):
    """The lights of the region where most of these venues are; None without any point."""
    regions = defaultdict(list)
    for venue in venues:
        if venue.lat is not None and venue.lon is not None:
            regions[venue.coordination.region_name].append(venue)
    if not regions:
        return None
    region, placed = max(regions.items(), key=lambda row: len(row[1]))
    shapes = _shapes(placed, region)
    frame = Frame.holding(_bounds(placed, shapes), width=WIDTH, height=HEIGHT, margin=0.05)
    drawn = [path for shape in shapes if (path := frame.path(shape))]
    return Map(region, frame, drawn, _lights(placed, frame))


def _shapes(placed, region):
    """The departments of the region, else those where the venues stand (mainland ones, if any)."""
    codes = set(departments_of(region)) or _departments(placed)
    return [shapely.geometry.shape(shape) for shape in outlines(sorted(codes)).values()]


def _departments(placed):
    codes = {venue.commune.department for venue in placed}
    return {code for code in codes if not code.startswith(OVERSEAS)} or codes


def _bounds(placed, shapes):
    points = shapely.multipoints([(venue.lon, venue.lat) for venue in placed])
    return shapely.total_bounds([*shapes, points])


def _lights(placed, frame):
    """The venues gathered where they would overlap, the most southern drawn last."""
    cells = defaultdict(list)
    for venue in placed:
        x, y = frame.xy(venue.lon, venue.lat)
        if 0 <= x <= frame.width and 0 <= y <= frame.height:
            cells[round(x / NEAR_PX), round(y / NEAR_PX)].append((x, y, venue))
    return sorted((_light(rows) for rows in cells.values()), key=lambda light: light.y)


def _light(rows):
    count = len(rows)
    x, y = sum(row[0] for row in rows) / count, sum(row[1] for row in rows) / count
    return Light(round(x, 1), round(y, 1), [venue for _, _, venue in rows])
