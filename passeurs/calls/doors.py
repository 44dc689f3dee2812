"""What each route of the calls asks; see `passeurs.core.access`."""

from passeurs.core.navigation import Entry

DOORS = {
    "calls:index": "edition.read",
    "calls:detail": "edition.read",
    "calls:feed": "edition.read",
}

NAVIGATION = [Entry("calls:index", "Appels", order=10)]
