"""The idea box of an edition, and what a kind of action says by itself."""

from typing import Any

from ..models import Action, Dossier


def idea_box(dossier: Dossier) -> dict[str, Any]:
    """The edition's kinds of action, by code."""
    kinds = dossier.edition.document().get("action_kinds", [])
    return {kind["code"]: kind for kind in kinds}


def from_idea_box(dossier: Dossier, code: str) -> dict[str, str]:
    """What a new action of that kind starts with; nothing for a kind the edition does not have."""
    kind = idea_box(dossier).get(code)
    if kind is None:
        return {}
    return {"kind": code, "nature": kind["nature"], "title": kind["label"]}


def follow_kind(action: Action) -> None:
    """Give an action the nature that the edition gives its kind."""
    kind = idea_box(action.dossier).get(action.kind)
    if kind is not None and action.nature != kind["nature"]:
        action.nature = kind["nature"]
        action.save(update_fields=["nature"])
