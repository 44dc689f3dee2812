"""Small pure decisions of the territories: names as they are searched, codes, reach."""

from passeurs.core.folding import fold, words_of
from passeurs.territories.enums import Scope

MAX_LON, MAX_LAT = 180, 90
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


def department_of(insee):
    """The department of an INSEE code: two characters, three overseas (« 46 », « 2A », « 974 »)."""
    return insee[:3] if insee[:2] in {"97", "98"} else insee[:2]


def covers(*, scope, codes, insee):
    """Whether a vintage that reaches `scope` says anything about this commune."""
    if scope == Scope.FRANCE:
        return True
    if scope == Scope.DEPARTMENTS:
        return department_of(insee) in codes
    return insee in codes


def search_index(*, name, postcodes, insee):
    """What a commune is found by: its name, a bar, its postcodes and its INSEE code."""
    return f" {fold(name)} | {' '.join(postcodes)} {insee.lower()}"


def search_terms(text):
    """The words typed; « st » is « saint » once another word follows it."""
    *whole, last = words_of(text) or [""]
    return [_ABBREVIATIONS.get(word, word) for word in whole] + ([last] if last else [])


def point_of(*, lat, lon):
    """The point as (lon, lat) floats, or None when either is missing or out of the world."""
    try:
        lon, lat = float(lon), float(lat)
    except (TypeError, ValueError):
        return None
    return (lon, lat) if abs(lon) <= MAX_LON and abs(lat) <= MAX_LAT else None


def bounds(geometry):
    """West, south, east and north of a GeoJSON geometry, in degrees; empty without a geometry."""
    if not geometry:
        return {}
    lons, lats = zip(*_positions(geometry["coordinates"]), strict=True)
    return {"west": min(lons), "south": min(lats), "east": max(lons), "north": max(lats)}


def _positions(coordinates):
    if isinstance(coordinates[0], int | float):
        yield coordinates[:2]
        return
    for inner in coordinates:
        yield from _positions(inner)
