"""What a map shows in a frame: departments, communes around their centres, QPV, a scale, tiles."""

import math
from dataclasses import dataclass, field

import shapely
from django.conf import settings

from passeurs.core.typography import NBSP, number, plural
from passeurs.territories.cells import commune_cells
from passeurs.territories.enums import Kind
from passeurs.territories.indexes import commune_index, zone_index
from passeurs.territories.map import Frame
from passeurs.territories.models import Commune, Vintage
from passeurs.territories.queries import outlines

WIDTHS_M = (64_000, 32_000, 16_000, 8_000, 4_000, 2_000, 1_000)
USUAL = 3
MOST_CELLS, FEWEST_CELLS, MOST_NAMES = 400, 4, 14
NEIGHBOURS_M = 16_000
"""A commune is bounded by its neighbours, which may all be out of the frame."""

LETTER_PX, LINE_PX = 7.2, 16
WIDE_M = 20_000
"""Wider than this, the departments help; closer, their approximate edge would mislead."""

EARTH_M, TILE_PX, LARGEST_ZOOM = 40_075_016.7, 256, 18


@dataclass(frozen=True)
class Spot:
    """Something named on the map; `path` is its outline, « » for a mere point."""

    name: str
    x: float
    y: float
    path: str = ""
    code: str = ""


@dataclass(frozen=True)
class Drawing:
    frame: Frame
    departments: list = field(default_factory=list)
    cells: list = field(default_factory=list)
    communes: list = field(default_factory=list)
    quarters: list = field(default_factory=list)
    tiles: list = field(default_factory=list)
    marker: Spot | None = None

    @property
    def scale(self):
        """(pixels, « 2 km »)."""
        pixels, metres = self.frame.scale()
        near = f"{metres}{NBSP}m" if metres < 1_000 else f"{number(metres // 1_000)}{NBSP}km"  # noqa: PLR2004
        return pixels, near

    @property
    def sentence(self):
        """The map for who does not see it."""
        told = plural(len(self.quarters), "quartier prioritaire", "quartiers prioritaires")
        names = ", ".join(spot.name for spot in self.communes[:5]) or "aucune commune connue"
        wide = number(round(self.frame.metres / 1_000))
        return f"Carte large de {wide}{NBSP}km{NBSP}: {told}, autour de {names}."


def frame_around(lon, lat, zoom=USUAL):
    return Frame(lon, lat, WIDTHS_M[min(max(zoom, 0), len(WIDTHS_M) - 1)])


def draw(frame, *, qpv_vintage, marker=None):
    """The Drawing of a frame; four queries at most once the indexes are warm."""
    cells, communes = _communes(frame)
    return Drawing(
        frame=frame,
        departments=_departments(frame),
        cells=cells,
        communes=communes,
        quarters=_quarters(frame, qpv_vintage),
        tiles=_tiles(frame),
        marker=_marker(frame, marker),
    )


def _marker(frame, point):
    if not point or not frame.holds(*point):
        return None
    return Spot("Le lieu de l’action", *frame.xy(*point))


def _departments(frame):
    if frame.metres < WIDE_M:
        return []
    return [path for shape in outlines().values() if (path := frame.path(shape))]


def _communes(frame):
    """(outlines of the cells, the largest communes by name) of what the frame shows."""
    seen = commune_index().within(frame.bounds)
    if not seen:
        return [], []
    return _cells(frame), _named(frame, seen)


def _cells(frame):
    wide = Frame(frame.lon, frame.lat, max(frame.metres * 2, NEIGHBOURS_M))
    around = commune_index().within(wide.bounds)
    if not FEWEST_CELLS <= len(around) <= MOST_CELLS:
        return []
    cells = commune_cells(list(around.values()))
    return [path for cell in cells if (path := frame.path(cell))]


def _named(frame, seen):
    rows = Commune.objects.filter(pk__in=list(seen)[:MOST_CELLS]).order_by("-population", "pk")
    spots = []
    for insee, name in rows.values_list("pk", "name")[: 2 * MOST_NAMES]:
        spot = Spot(name, *frame.xy(*seen[insee]), code=insee)
        if not any(_meets(spot, other) for other in spots):
            spots.append(spot)
    return spots[:MOST_NAMES]


def _meets(spot, other):
    """Whether the name of a spot would be written over another's, which begins at its point."""
    first, second = sorted((spot, other), key=lambda one: one.x)
    is_level = abs(first.y - second.y) < LINE_PX
    return is_level and second.x < first.x + LETTER_PX * (len(first.name) + 2)


def _quarters(frame, vintage):
    loaded = Vintage.objects.filter(kind=Kind.QPV, vintage=vintage).first()
    if loaded is None:
        return []
    found = zone_index(loaded).within(frame.bounds)
    spots = [_quarter(frame, quarter, shape) for quarter, shape in found]
    return [spot for spot in spots if spot.path]


def _quarter(frame, quarter, shape):
    middle = shapely.point_on_surface(shape)
    place = frame.xy(middle.x, middle.y)
    return Spot(quarter.name, *place, path=frame.path(shape), code=quarter.code)


def _tiles(frame):
    """The pictures behind the map, where the settings name a server of them."""
    if not settings.TILE_URL:
        return []
    across = EARTH_M * math.cos(math.radians(frame.lat)) / (frame.metres_per_pixel * TILE_PX)
    zoom = min(max(round(math.log2(across)), 0), LARGEST_ZOOM)
    west, south, east, north = frame.bounds
    left, top = _tile_at(west, north, zoom)
    right, bottom = _tile_at(east, south, zoom)
    return [
        _tile(frame, x, y, zoom) for x in range(left, right + 1) for y in range(top, bottom + 1)
    ]


def _tile_at(lon, lat, zoom):
    count = 2**zoom
    height = math.asinh(math.tan(math.radians(lat))) / math.pi
    return int((lon + 180) / 360 * count), int((1 - height) / 2 * count)


def _tile(frame, x, y, zoom):
    left, top = frame.xy(*_corner(x, y, zoom))
    right, bottom = frame.xy(*_corner(x + 1, y + 1, zoom))
    url = settings.TILE_URL.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
    return {
        "url": url,
        "x": left,
        "y": top,
        "width": round(right - left + 0.5, 1),
        "height": round(bottom - top + 0.5, 1),
    }


def _corner(x, y, zoom):
    count = 2**zoom
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / count))))
    return x / count * 360 - 180, lat
