"""What each route of the contact form asks; see `passeurs.core.access`."""

DOORS = {
    "contacts:write": "contact.create",
    "contacts:thanks": "contact.create",
}
