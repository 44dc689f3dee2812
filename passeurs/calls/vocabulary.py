"""The natures of action and the partner functions of an edition: its own, or those of the call.

An edition that names none has Voir and Faire, and the five functions of the call. A nature of its
own may count as Voir or as Faire where the form or a rule distinguishes screenings from workshops.
A function may be tied to a family of actors: the holder of that family is taken to fill it.
"""

from collections.abc import Mapping
from typing import Any

from passeurs.calls.enums import Function, Nature

type Document = Mapping[str, Any]

USUAL_NATURES: tuple[dict[str, str], ...] = tuple(
    {"code": one.value, "label": str(one.label), "counts_as": one.value} for one in Nature
)
FAMILY_OF = {Function.CINEMA: "cultural", Function.AUDIENCE: "audience"}
USUAL_FUNCTIONS: tuple[dict[str, str], ...] = tuple(
    {"code": one.value, "label": str(one.label), "family": FAMILY_OF.get(one, "")}
    for one in Function
)


def natures(document: Document) -> list[dict[str, str]]:
    """The natures of action, in the order of the edition."""
    return list(document.get("natures") or USUAL_NATURES)


def functions(document: Document) -> list[dict[str, str]]:
    """The functions a partner may fill, in the order of the edition."""
    return list(document.get("functions") or USUAL_FUNCTIONS)


def nature_labels(document: Document) -> dict[str, str]:
    return {row["code"]: row["label"] for row in natures(document)}


def function_labels(document: Document) -> dict[str, str]:
    return {row["code"]: row["label"] for row in functions(document)}


def counts_as(document: Document, nature: str) -> str:
    """« voir », « faire » or nothing: what a nature of the edition's own stands for."""
    return next(
        (row.get("counts_as", "") for row in natures(document) if row["code"] == nature), nature
    )
