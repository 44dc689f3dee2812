"""What each route of the catalogue asks; see `passeurs.core.access`."""

DOORS = {
    "films:index": "film.read",
    "films:choose": "film.read",
    "films:wish": "film.wish",
    "films:detail": "film.read",
}
