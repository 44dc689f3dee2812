"""The doors of the shared ground, for the permission table."""

DOORS = {
    "health": "public",
    "health-live": "public",
}
