"""The doors of the territories: communes open to all, imports to those who keep them."""

from passeurs.core.navigation import Entry

DOORS = {
    "territories:communes": "public",
    "territories:addresses": "address.search",
    "territories:imports": "territory.import",
    "territories:import": "territory.import",
    "territories:import_confirm": "territory.import",
    "territories:import_drop": "territory.import",
    "territories:import_report": "territory.import",
}

NAVIGATION = [Entry("territories:imports", "Référentiels", "territory.import", 75)]
