"""The invented structures that carry the stories, and the person who represents each."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from passeurs.accounts.models import User
from passeurs.core.folding import fold
from passeurs.demonstration import invented
from passeurs.organisations.enums import MemberRole
from passeurs.organisations.models import Coordination, Membership, Structure
from passeurs.territories.models import Commune

DATA = Path(__file__).parent / "data" / "structures.json"
CARD = ("name", "acronym", "siret_state", "legal_status", "actor_kind", "street", "postcode")


@dataclass(frozen=True)
class Holder:
    """A structure of the stories: its row in the file, itself, and who writes its dossiers."""

    facts: dict
    structure: Structure
    writer: User


def load_holders():
    """Create the structures that are missing; key → holder. What a visitor corrected stays."""
    rows = read()
    known = Structure.objects.in_bulk([_siret(row) for row in rows], field_name="siret")
    missing = [row for row in rows if _siret(row) not in known]
    communes = Commune.objects.in_bulk([row["insee"] for row in missing])
    known |= {_siret(row): _create(row, communes) for row in missing}
    writers = _writers()
    return {
        row["key"]: Holder(row, structure, writers[structure.pk])
        for row in rows
        for structure in [known[_siret(row)]]
    }


@cache
def read():
    """The rows of the file; the first ones are the structures of the « Entrer comme… » roles."""
    return json.loads(DATA.read_text(encoding="utf-8"))["structures"]


def email_of(first_name, last_name):
    """The address of an invented person."""
    names = (fold(name).replace(" ", "").replace("'", "") for name in (first_name, last_name))
    return f"{'.'.join(names)}@demonstration.example"


def _siret(row):
    return invented.siret(row["rank"])


def _create(row, communes):
    person = row["representative"]
    names = {name: person[name] for name in ("first_name", "last_name")}
    user, _ = User.objects.get_or_create(email=email_of(**names), defaults=names)
    commune = communes.get(row["insee"])
    structure = Structure.objects.create(
        siret=_siret(row),
        commune=commune,
        city_text="" if commune else row["city"],
        rna=invented.rna(row["rank"]) if row["legal_status"] == "association" else "",
        email=f"contact@{row['key']}.example",
        phone=invented.phone(10 + row["rank"]),
        representative_email=user.email,
        **{name: row[name] for name in CARD if name in row},
        **{f"representative_{name}": text for name, text in person.items()},
    )
    Membership.objects.create(structure=structure, user=user, role=MemberRole.REPRESENTATIVE)
    structure.coordinations.add(Coordination.objects.get(slug=row["coordination"]))
    return structure


def _writers():
    """Structure key → the person who has represented it the longest."""
    rows = Membership.objects.filter(role=MemberRole.REPRESENTATIVE).select_related("user")
    return {row.structure_id: row.user for row in rows.order_by("-pk")}
