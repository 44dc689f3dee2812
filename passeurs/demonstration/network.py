"""The directories of the demonstration: invented practitioners, invented halls at real places."""

import json
from pathlib import Path

from django.db import transaction

from passeurs.core.folding import fold
from passeurs.demonstration import invented
from passeurs.dossiers.models import Person
from passeurs.network.actions.cards import create_card
from passeurs.network.actions.consent import give_consent
from passeurs.network.actions.venues import create_venue
from passeurs.network.enums import Origin, Through
from passeurs.organisations.models import Coordination
from passeurs.territories.models import Commune

DATA = Path(__file__).parent / "data" / "network"
FIRST_PHONE = 700
"""Where the numbers of the practitioners begin, far from those of the structures."""


@transaction.atomic
def load_network(holders, *, at):
    """Fill both directories; returns the first coordination, to name what was told."""
    coordinations = {row.slug: row for row in Coordination.objects.all()}
    _load_venues(coordinations, at=at)
    _load_people(coordinations, holders, at=at)
    return next(iter(coordinations.values()))


def _load_venues(coordinations, *, at):
    rows = _read("venues.json")["venues"]
    communes = Commune.objects.in_bulk([row["insee"] for row in rows])
    for row in rows:
        facts = {
            name: value for name, value in row.items() if name not in {"coordination", "insee"}
        }
        if commune := communes.get(row["insee"]):
            facts |= {"commune": commune, "is_exact": True}
            coordination = coordinations[row["coordination"]]
            create_venue(coordination, facts, by=None, at=at, verified_at=at)


def _load_people(coordinations, holders, *, at):
    rows = _read("people.json")["people"]
    homes = Commune.objects.in_bulk([row["insee"] for row in rows if "insee" in row])
    for rank, row in enumerate(rows):
        row["home"] = homes.get(row.pop("insee", ""))
        card = _card(row, coordinations[row["coordination"]], holders, rank=rank, at=at)
        if row["listed"]:
            give_consent(card, through=Through.LINK, by=None, at=at)


def _card(row, coordination, holders, *, rank, at):
    aside = {"coordination", "structures", "listed", "email", "phone"}
    facts = {name: value for name, value in row.items() if name not in aside}
    if row.get("email", True):
        facts["email"] = f"{fold(row['name']).replace(' ', '.')}@intervenant.example"
    if row.get("phone"):
        facts["phone"] = invented.phone(FIRST_PHONE + rank)
    structure = holders[row["structures"][0]].structure
    card = create_card(
        coordination, facts, origin=Origin.HOLDER, by=None, at=at, structure=structure
    )
    _tie(card, structure)
    return card


def _tie(card, structure):
    """The rows that dossiers of the structure wrote of this person point to the card."""
    rows = Person.objects.filter(name=card.name, dossier__structure=structure)
    rows.update(practitioner=card)


def _read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))
