"""GeoJSON contours: each feature stands alone, and its rings are repaired."""

import json
import math

import shapely

from passeurs.territories.geometry import repaired
from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.tables import Row
from passeurs.territories.imports.texts import UNREADABLE
from passeurs.territories.rules import MAX_LAT, MAX_LON

ALIASES = {
    "code": ("code_qp", "CODE_QP"),
    "name": ("lib_qp", "nom_qp", "LIB_QP", "NOM_QP"),
    "communes": ("insee_com", "code_commune", "INSEE_COM"),
    "names": ("lib_com", "nom_commune", "commune_qp"),
}
SURFACES = ("Polygon", "MultiPolygon", "GeometryCollection")


def is_contours(file):
    """Whether the text is JSON rather than a table."""
    return file.text.lstrip()[:1] in {"{", "["}


def read_features(file):
    """The features as rows (`code`, `name`, `communes`, `names`, `geometry`), numbered from 1."""
    features = _features(file)
    return [_Feature(rank, feature, file.name) for rank, feature in enumerate(features, 1)]


def parsed(file):
    """The JSON of a file; raises Unusable, saying where a truncated one stops."""
    try:
        return json.loads(file.text)
    except json.JSONDecodeError as problem:
        raise Unusable(
            f"« {file.name} » est tronqué ou mal formé : le JSON s’arrête ligne {problem.lineno}, "
            f"colonne {problem.colno}. Téléchargez-le à nouveau."
        ) from problem
    except (RecursionError, ValueError) as problem:
        raise Unusable(f"« {file.name} » n’est pas un GeoJSON lisible.") from problem


def _features(file):
    document = parsed(file)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise Unusable(f"« {file.name} » n’est pas une collection GeoJSON (« features »).")
    if not any(_properties(feature).keys() & set(ALIASES["code"]) for feature in features):
        raise Unusable(f"« {file.name} » n’a pas la propriété attendue (code_qp).")
    return features


def _properties(feature):
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


class _Feature(Row):
    """A feature read when it is asked for, so that progress follows the repairs."""

    def __init__(self, rank, feature, source):
        super().__init__(rank, {}, unit="Élément", source=source)
        properties = _properties(feature)
        self.values = {name: _text(properties, keys) for name, keys in ALIASES.items()}
        shape = feature.get("geometry") if isinstance(feature, dict) else None
        self.shape = shape
        if any(UNREADABLE in text or "\x00" in text for text in self.values.values()):
            self.problem = "un caractère est illisible (octets abîmés ou mauvais codage)."
            return
        self._repair()

    def _repair(self):
        if self.shape is None:
            self.values["geometry"] = None
            return
        self.problem = _unplaceable(self.shape)
        if self.problem:
            return
        try:
            self.values["geometry"] = repaired(self.shape)
        except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError):
            self.problem = "le contour est mal formé."
            return
        if not self.values["geometry"]:
            self.problem = "le contour n’a pas de surface."


def _text(properties, keys):
    """The first value given, a list being joined."""
    value = next((properties[key] for key in keys if properties.get(key)), "")
    if isinstance(value, list):
        return ";".join(str(item) for item in value)
    return str(value)


def _unplaceable(shape):
    """What keeps a geometry from being placed in WGS 84, or « »."""
    if not isinstance(shape, dict) or shape.get("type") not in SURFACES:
        return "le contour n’est pas un polygone."
    try:
        positions = list(_positions(shape.get("coordinates") or shape.get("geometries") or []))
    except (TypeError, IndexError, RecursionError):
        return "le contour est mal formé."
    if not positions:
        return "le contour n’a aucun point."
    if all(_is_on_earth(position) for position in positions):
        return ""
    return "les coordonnées ne sont pas des degrés WGS 84 (Lambert 93 ?)."


def _positions(coordinates):
    for inner in coordinates:
        if isinstance(inner, dict):
            yield from _positions(inner.get("coordinates", []))
        elif isinstance(inner[0], list | dict):
            yield from _positions(inner)
        else:
            yield inner


def _is_on_earth(position):
    try:
        lon, lat = float(position[0]), float(position[1])
    except (TypeError, ValueError, IndexError):
        return False
    return math.isfinite(lon) and abs(lon) <= MAX_LON and abs(lat) <= MAX_LAT
