"""The doors of the shared ground, for the permission table."""

DOORS = {
    "core:components": "public",
    "health": "public",
    "health-live": "public",
}
