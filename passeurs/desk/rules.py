"""What a docket's figures are, read from a dossier's document and its verdicts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from passeurs.budgets.chart import Side
from passeurs.eligibility.verdicts import State, Verdict
from passeurs.territories.rules import department_of

from .enums import Zone

SETTLED = {State.MET, State.WAIVED}


def figures_of(document: Mapping[str, Any], verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The columns of a `Docket` that are read, amounts in euros."""
    return _money(document["budget"]) | _places(document) | _natures(document) | _points(verdicts)


def _money(budget: Mapping[str, Any]) -> dict[str, Any]:
    asked = budget.get("requested")
    spent = [line["amount"] for line in budget["project"] if line["side"] == Side.CHARGE]
    return {
        "requested": Decimal(asked) if asked else None,
        "total": sum(map(Decimal, spent), Decimal(0)) if spent else None,
    }


def _places(document: Mapping[str, Any]) -> dict[str, Any]:
    """Where the actions are; where the holder is, as long as none is placed."""
    places = [action["place"] for action in document["actions"]]
    codes = {place["insee"] for place in places if place.get("insee")}
    codes = codes or {document["holder"].get("insee") or ""} - {""}
    departments = " ".join(sorted({department_of(code) for code in codes}))
    found = [place.get("findings") or {} for place in places]
    return {"departments": f" {departments} " if departments else "", "zone": _zone(found)}


def _zone(found: Sequence[Mapping[str, Any]]) -> str:
    """Which territory one action at least reaches; "" as long as no place was looked up."""
    reached = {
        kind
        for findings in found
        for kind, answer in findings.items()
        if answer and answer.get("answer") == "yes"
    }
    if {"qpv", "rural"} <= reached:
        return Zone.BOTH
    if reached:
        return Zone.QPV if "qpv" in reached else Zone.RURAL
    return Zone.NONE if any(found) else ""


def _natures(document: Mapping[str, Any]) -> dict[str, Any]:
    natures = [action.get("nature") for action in document["actions"]]
    return {"voir": natures.count("voir"), "faire": natures.count("faire")}


def _points(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    judged = [verdict for verdict in verdicts if verdict.state != State.NOT_APPLICABLE]
    return {
        "judged": len(judged),
        "met": sum(verdict.state in SETTLED for verdict in judged),
        "blocking": sum(verdict.is_blocking_now for verdict in judged),
        "to_confirm": sum(verdict.state == State.TO_CONFIRM for verdict in judged),
    }
