"""Two cards side by side: what differs, what would move, who looks like whom."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import models

from passeurs.core.folding import fold

from ..models import Structure

CARD = {
    "name": ("name", "acronym"),
    "status": ("legal_status", "actor_kind"),
    "numbers": ("rna", "ape"),
    "address": ("street", "postcode", "commune", "city_text"),
    "contact_details": ("email", "phone", "website"),
    "representative": tuple(
        f"representative_{part}" for part in ("first_name", "last_name", "role", "email", "phone")
    ),
    "contact": tuple(
        f"contact_{part}" for part in ("first_name", "last_name", "role", "email", "phone")
    ),
}
"""The parts of a card, each kept or taken whole: half of an address is no address."""

PEOPLE = {"representative", "contact"}
LABELS = {
    "siret": "SIRET",
    "name": "Nom",
    "status": "Statut et famille",
    "numbers": "RNA et APE",
    "address": "Adresse",
    "contact_details": "Coordonnées",
    "representative": "Représentée par",
    "contact": "Personne à appeler",
}
MOST_LIKELY = 6
ALIKE = 0.6


@dataclass(frozen=True)
class Part:
    """One part of the card in both structures; `advised` is the side that says more."""

    code: str
    label: str
    kept: str
    absorbed: str

    @property
    def is_same(self) -> bool:
        return fold(self.kept) == fold(self.absorbed)

    @property
    def advised(self) -> str:
        return "kept" if self.kept or not self.absorbed else "absorbed"


def parts_of(kept: Structure, absorbed: Structure) -> list[Part]:
    """The card part by part, the SIRET first."""
    codes = ["siret", *CARD]
    return [Part(code, LABELS[code], _shown(kept, code), _shown(absorbed, code)) for code in codes]


def pointing_at(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """(model, field) of every column that points at it, in every application."""
    relations: list[Any] = model._meta.get_fields(include_hidden=True)  # noqa: SLF001 - Django's public door
    found = [
        (relation.related_model, relation.field.name)
        for relation in relations
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    ]
    return sorted(found, key=lambda pair: (pair[0]._meta.label, pair[1]))  # noqa: SLF001 - Django's public door


def what_moves(structure: Structure) -> list[tuple[str, int]]:
    """(« dossiers », 3): what points at the structure, in the words of its models."""
    counted = [
        (model._meta, model._base_manager.filter(**{name: structure}).count())  # noqa: SLF001 - rows that no manager hides
        for model, name in pointing_at(Structure)
        if not model._meta.auto_created  # noqa: SLF001 - Django's public door
    ]
    return [
        (str(meta.verbose_name if count == 1 else meta.verbose_name_plural), count)
        for meta, count in counted
        if count
    ]


def look_alikes(structure: Structure, among: models.QuerySet, *, text: str = "") -> list[Structure]:
    """Those whose number, name or address looks like this one's; or that answer a search."""
    others = among.exclude(pk=structure.pk).select_related("commune")
    if text:
        asked = fold(text).split()
        found = [row for row in others if all(word in _words(row) for word in asked)]
        return found[:MOST_LIKELY]
    ranked = [(rank, row) for row in others if (rank := _likeness(structure, row))]
    return [row for _, row in sorted(ranked, key=lambda pair: -pair[0])][:MOST_LIKELY]


def _likeness(one: Structure, other: Structure) -> float:
    same_siren = bool(one.siren) and one.siren == other.siren
    alike = SequenceMatcher(None, _bare(one.name), _bare(other.name)).ratio()
    same_email = bool(one.email) and one.email == other.email
    return 4 * same_siren + 2 * same_email + (3 * alike if alike >= ALIKE else 0)


def _bare(name: str) -> str:
    """« M.J.C. » and « MJC » are the same."""
    return fold(name).replace(" ", "")


def _words(structure: Structure) -> str:
    return fold(f"{structure.name} {structure.acronym} {structure.siret or ''} {structure.city}")


def _shown(structure: Structure, code: str) -> str:
    if code == "siret":
        number = structure.siret or ""
        return " ".join(filter(None, (number[:3], number[3:6], number[6:9], number[9:])))
    if code == "address":
        return ", ".join(filter(None, (structure.street, structure.postcode, structure.city)))
    values = [_value(structure, name) for name in CARD[code]]
    if code in PEOPLE:
        values[:2] = [" ".join(filter(None, values[:2]))]
    return ", ".join(filter(None, values))


def _value(structure: Structure, name: str) -> str:
    display = getattr(structure, f"get_{name}_display", None)
    return str(display() if display else getattr(structure, name))
