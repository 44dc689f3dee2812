"""What is true on a sphere and in a line of text, without a database."""

import math
import re
from dataclasses import dataclass

from passeurs.core.typography import NBSP, number

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of the Earth (IUGG): distances are right to about half a per cent."""

HALF_TURN, QUARTER_TURN = 180.0, 90.0
LINK = re.compile(r"https?://[^\s<>\"]+")
EMPTY = re.compile(r"\(\s*\)")
LONGEST_REFERENCES = 40
BETWEEN_ROOMS = re.compile(r"[,;+/]|\bet\b")
SPACES_AND_SEATS = re.compile(r"[\s\u00a0\u202f]|places?|pl\.?")
MOST_ROOMS, MOST_SEATS = 30, 50_000


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The great-circle distance between two points given in degrees, in metres."""
    first, second = math.radians(lat), math.radians(other_lat)
    north = math.sin((second - first) / 2) ** 2
    east = math.sin(math.radians(other_lon - lon) / 2) ** 2
    chord = north + math.cos(first) * math.cos(second) * east
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


@dataclass(frozen=True)
class Box:
    """Degrees; `west` is past `east` when the box crosses the 180th meridian."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        is_between = self.west <= lon <= self.east
        if self.west > self.east:
            is_between = lon >= self.west or lon <= self.east
        return self.south <= lat <= self.north and is_between


def box_around(lat: float, lon: float, radius_m: float) -> Box:
    """The smallest box of meridians and parallels that holds every point within the radius."""
    angle = radius_m / EARTH_RADIUS_M
    height = math.degrees(angle) + 1e-9
    south, north = lat - height, lat + height
    if south <= -QUARTER_TURN or north >= QUARTER_TURN:
        south, north = max(south, -QUARTER_TURN), min(north, QUARTER_TURN)
        return Box(south, north, -HALF_TURN, HALF_TURN)
    width = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(lat)))) + 1e-9
    return Box(south, north, _turned(lon - width), _turned(lon + width))


def _turned(lon: float) -> float:
    """A longitude brought back between -180 and 180."""
    if -HALF_TURN <= lon <= HALF_TURN:
        return lon
    return (lon + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN


@dataclass(frozen=True)
class Reference:
    """One past work: its words, and where it may be seen ("" when nowhere)."""

    words: str
    url: str


def references_in(text: str) -> list[Reference]:
    """One work a line, its address wherever it stands in the line; empty lines are left out."""
    found = [_reference(line) for line in text.splitlines() if line.strip()]
    return found[:LONGEST_REFERENCES]


def _reference(line: str) -> Reference:
    address = LINK.search(line)
    if address is None:
        return Reference(line.strip(), "")
    url = address[0].rstrip(".,;:!?)»\u00a0\u202f")
    words = EMPTY.sub(" ", line.replace(url, " "))
    return Reference(" ".join(words.split()).strip(" .,;:-–—"), url)


def rooms_in(text: str) -> list[int]:
    """« 180, 60 et 45 places » → the seats of each room. Raises ValueError, a sentence to show."""
    parts = [part for part in BETWEEN_ROOMS.split(text) if part.strip()]
    digits = [SPACES_AND_SEATS.sub("", part.lower()) for part in parts]
    if not all(re.fullmatch(r"[0-9]{1,9}", part) and int(part) for part in digits):
        raise ValueError(
            f"Écrivez le nombre de places de chaque salle, par exemple{NBSP}: 180, 60, 45."
        )
    if len(digits) > MOST_ROOMS:
        raise ValueError(f"Un lieu compte {MOST_ROOMS} salles au plus.")
    if any(int(part) > MOST_SEATS for part in digits):
        raise ValueError(
            f"Une salle de ce nombre de places n’existe pas{NBSP}: comptez ses chiffres."
        )
    return [int(part) for part in digits]


def told_distance(metres: float) -> str:
    """« moins de 50 m », « 850 m », « 3,4 km », « 27 km »: rounded as one says it."""
    if metres < 50:  # noqa: PLR2004 - next door
        return f"moins de 50{NBSP}m"
    if metres < 975:  # noqa: PLR2004 - under a kilometre once rounded
        return f"{round(metres / 50) * 50}{NBSP}m"
    kilometres = metres / 1000
    if kilometres < 9.95:  # noqa: PLR2004 - a decimal is worth saying
        return f"{number(kilometres, decimals=1).removesuffix(',0')}{NBSP}km"
    return f"{number(kilometres)}{NBSP}km"
