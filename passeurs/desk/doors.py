"""What each route of the desk asks, and its line of the menu; see `passeurs.core.access`."""

from passeurs.core.navigation import Entry

DOORS = {
    "desk:home": "desk.read",
    "desk:contacts": "contact.read",
    "desk:contact_record": "contact.record",
    "desk:contact": "contact.read",
    "desk:contact_tie": "contact.record",
    "desk:contact_amend": "contact.record",
    "desk:contact_move": "contact.record",
    "desk:dossiers": "desk.read",
    "desk:dossier": "dossier.desk",
    "desk:dossier_rule": "dossier.confirm",
    "desk:dossier_take_back": "dossier.confirm",
}

NAVIGATION = [Entry("desk:home", "Bureau", "desk.read", 60)]
