"""What each route of the directories asks; see `passeurs.core.access`."""

from passeurs.core.navigation import Entry

DOORS = {
    "network:people": "network.read",
    "network:person": "network.read",
    "network:venues": "network.read",
    "network:venue": "network.read",
    "network:register": "practitioner.register",
    "network:ask_link": "practitioner.register",
    "network:sent": "practitioner.register",
    "network:link": "practitioner.link",
    "network:link_act": "practitioner.link",
    "network:mine": "practitioner.own",
    "network:own": "practitioner.own",
    "network:own_act": "practitioner.own",
    "network:person_add": "practitioner.create",
    "network:person_cv": "practitioner.read",
    "network:person_edit": "practitioner.edit",
    "network:person_invite": "practitioner.edit",
    "network:person_cv_attach": "practitioner.edit",
    "network:person_cv_remove": "practitioner.edit",
    "network:desk_people": "practitioner.desk",
    "network:person_review": "practitioner.review",
    "network:person_merge": "practitioner.review",
    "network:desk_venues": "venue.desk",
    "network:venue_add": "venue.desk",
    "network:venue_import": "venue.desk",
    "network:venue_import_confirm": "venue.desk",
    "network:venue_import_give_up": "venue.desk",
    "network:venue_model": "venue.desk",
    "network:venue_edit": "venue.edit",
    "network:venue_move": "venue.edit",
    "network:venue_merge": "venue.edit",
}

NAVIGATION = [
    Entry("network:people", "Intervenants", order=12),
    Entry("network:venues", "Salles", order=13),
]
