"""The public pages, for the permission table."""

DOORS = {
    "pages:home": "public",
    "pages:accessibility": "public",
    "pages:data": "public",
    "pages:legal": "public",
}
