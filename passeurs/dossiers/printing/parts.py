"""Pieces shared by the parts of a printed dossier."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from .words import Document

PROJECT = {
    "diagnosis": "Le territoire et ses besoins",
    "pathway": "Le parcours",
    "artistic_approach": "La démarche artistique",
    "participation": "La participation du public",
    "mixity": "La mixité",
    "insertion": "L’insertion",
    "mediation": "La médiation",
    "restitution": "La restitution",
    "communication": "La communication",
    "evaluation": "L’évaluation",
}

SECTIONS: Document = {
    "reference": "",
    "holder": {},
    "partners": [],
    "people": [],
    "project": {},
    "audience": {},
    "actions": [],
    "budget": {},
    "documents": [],
    "commitments": {},
    "previous": {},
    "answers": [],
}


def whole(document: Document) -> Document:
    """The document with every section: those a draft does not hold yet are empty."""
    return {**SECTIONS, **{key: value for key, value in document.items() if value is not None}}


def texts(source: Document, titles: dict[str, str]) -> list[dict[str, str]]:
    """The texts that are filled in, each under its title."""
    found = ((title, source.get(key) or "") for key, title in titles.items())
    return [{"title": title, "text": text} for title, text in found if text.strip()]


def band(row: Document) -> tuple[str, list[Any]]:
    """« de 12 à 14 ans » with women, men, unspecified and their total."""
    numbers = [row.get(sex) or 0 for sex in ("women", "men", "unspecified")]
    youngest, oldest = row.get("from"), row.get("to")
    name = f"{youngest} ans et plus" if oldest is None else f"de {youngest} à {oldest} ans"
    return name, [*numbers, sum(numbers)]


def total(lines: Iterable[Document], side: str) -> Decimal:
    """The sum of one side of a budget, in euros."""
    amounts = (row.get("amount") or 0 for row in lines if row["side"] == side)
    return sum((Decimal(str(amount)) for amount in amounts), Decimal(0))
