"""The region at night, each commune of a sitting a light: an SVG, and the same as a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import shapely

from passeurs.core.typography import plural
from passeurs.territories.map import Frame
from passeurs.territories.regions import label_of

from ..queries.file import Binder, action_insees, holder_insee

WIDTH, HEIGHT = 640, 470
LETTER_PX, LINE_PX, MOST_NAMES = 7.4, 17, 18
LARGEST = 9
GROUND = 'fill="#1b2449" stroke="#3a4266" stroke-width="1"'
RING = 'fill="none" stroke="#f7f1e5" stroke-width="1.4"'
NAME = 'font-family="Libertinus Serif" font-size="13" fill="#f7f1e5"'


@dataclass
class Place:
    """A commune, with the numbers of the dossiers that come from it or act there."""

    name: str
    department: str
    lon: float | None
    lat: float | None
    held: list[int] = field(default_factory=list)
    acted: list[int] = field(default_factory=list)

    @property
    def weight(self) -> int:
        return len(self.held)


def region_data(binder: Binder) -> dict[str, Any]:
    """The drawing, its sentence and its table; no drawing where no commune has a point."""
    places = _places(binder)
    placed = [one for one in places if one.lon is not None and one.lat is not None]
    return {
        "svg": _svg(binder.outlines, placed) if placed else "",
        "alt": _sentence(binder.sitting.edition.coordination.region_name, places),
        "rows": [_row(one) for one in places],
        "caption": (
            "Une lumière : une commune d’où vient au moins un porteur, plus grande quand ils sont "
            "plusieurs. Un anneau : une commune où se passe une action."
        ),
    }


def _places(binder: Binder) -> list[Place]:
    """By department then name; the numbers are those of the file."""
    found: dict[str, Place] = {}
    for leaf in binder.leaves:
        for insee in (holder_insee(leaf), *sorted(action_insees(leaf))):
            if insee in binder.communes:
                one = binder.communes[insee]
                found.setdefault(insee, Place(one.name, one.department, one.lon, one.lat))
        if home := found.get(holder_insee(leaf)):
            home.held.append(leaf.number)
        for insee in action_insees(leaf) & found.keys():
            found[insee].acted.append(leaf.number)
    return sorted(found.values(), key=lambda one: (one.department, one.name))


def _row(place: Place) -> list[str]:
    held, acted = (", ".join(map(str, numbers)) for numbers in (place.held, place.acted))
    return [place.name, label_of(place.department), held or "–", acted or "–"]


def _sentence(region: str, places: list[Place]) -> str:
    homes = plural(sum(bool(one.held) for one in places), "commune")
    grounds = plural(sum(bool(one.acted) for one in places), "commune")
    return (
        f"Carte, {region}\u00a0: les porteurs viennent de {homes}, les actions se passent dans "
        f"{grounds}. Le tableau qui suit dit lesquelles."
    )


def _svg(outlines: Mapping[str, Any], places: list[Place]) -> str:
    shapes = [shapely.geometry.shape(one) for one in outlines.values()]
    points = shapely.multipoints([(one.lon, one.lat) for one in places])
    bounds = shapely.total_bounds([*shapes, points])
    frame = Frame.holding(bounds, width=WIDTH, height=HEIGHT, margin=0.06)
    drawn = "".join(f'<path {GROUND} d="{path}"/>' for one in shapes if (path := frame.path(one)))
    lights = sorted(places, key=lambda one: (one.weight, one.name))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame.view_box}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#0f1734"/>{drawn}'
        f"{''.join(_light(one, frame) for one in lights)}{_names(places, frame)}</svg>"
    )


def _light(place: Place, frame: Frame) -> str:
    x, y = frame.xy(place.lon, place.lat)
    size = round(3.2 + 1.3 * min(place.weight, LARGEST), 1)
    parts = []
    if place.weight:
        halo = round(2.3 * size, 1)
        parts.append(f'<circle cx="{x}" cy="{y}" r="{halo}" fill="#f3bd5c" fill-opacity="0.22"/>')
        parts.append(f'<circle cx="{x}" cy="{y}" r="{size}" fill="#f3bd5c"/>')
    if place.acted:
        parts.append(f'<circle cx="{x}" cy="{y}" r="{round(size + 2.6, 1)}" {RING}/>')
    return "".join(parts)


def _names(places: list[Place], frame: Frame) -> str:
    """Those with the most dossiers first; a name that would cover another is left out."""
    ranked = sorted(places, key=lambda one: (-one.weight, -len(one.acted), one.name))
    taken: list[tuple[float, float, float]] = []
    told = []
    for one in ranked:
        x, y = frame.xy(one.lon, one.lat)
        wide = LETTER_PX * len(one.name)
        left = x + 14 if x + 14 + wide < WIDTH else x - 14 - wide
        if len(told) < MOST_NAMES and not any(_meets((left, y, wide), other) for other in taken):
            taken.append((left, y, wide))
            told.append(f'<text x="{left:.1f}" y="{y + 4:.1f}" {NAME}>{escape(one.name)}</text>')
    return "".join(told)


def _meets(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    first, second = sorted((one, other))
    return abs(one[1] - other[1]) < LINE_PX and second[0] < first[0] + first[2] + LETTER_PX
