"""The actions and the people who lead them, on paper."""

from decimal import Decimal
from typing import Any

from passeurs.calls import vocabulary
from passeurs.core.typography import NBSP, plural
from passeurs.network.enums import VenueKind

from ..enums import Format
from . import parts
from .words import Document, count, day, label, money, period

TEXTS = {
    "description": "Ce qui se passe",
    "goals": "Ce que l’on vise",
    "mediation": "La médiation",
    "production": "Ce qui en sortira",
}
ANSWERS = {
    "yes": "oui",
    "no": "non",
    "to_confirm": "à confirmer",
    "not_loaded": "zonage non chargé",
}


def actions_data(document: Document, edition: Document) -> list[dict[str, Any]]:
    kinds = {row["code"]: row["label"] for row in edition.get("action_kinds", ())}
    people = {row["key"]: row["name"] for row in document["people"]}
    natures = vocabulary.nature_labels(edition)
    return [
        {
            "title": f"{number}. {row.get('title') or 'Sans titre'}",
            "nature": natures.get(row.get("nature") or "", ""),
            "kind": kinds.get(row.get("kind"), ""),
            "rows": _rows(row, people),
            "parts": parts.texts(row, TEXTS),
        }
        for number, row in enumerate(document["actions"], start=1)
    ]


def _rows(row: Document, people: dict[str, str]) -> list[list[str]]:
    leaders = ", ".join(people.get(key, key) for key in row.get("practitioners") or ())
    venue = row.get("venue") or {}
    return [
        ["Dates", period(row.get("starts_on"), row.get("ends_on"))],
        ["Rythme", _pace(row)],
        ["Lieu", _place(row.get("place") or {})],
        ["Zonages", _zonings(row.get("place") or {})],
        ["Salle", venue.get("name") or label(VenueKind, venue.get("kind"))],
        ["Participants", _participants(row)],
        ["Accompagnement du groupe", row.get("companion", "")],
        ["Intervention", leaders],
        ["Films", "\n".join(_film(film) for film in row.get("films") or ())],
        ["Prestataire technique", row.get("provider", "")],
        ["En cas de pluie", _rain(row)],
        ["Coût", money(row.get("cost"))],
    ]


def _pace(row: Document) -> str:
    said = [
        label(Format, row.get("format")),
        row.get("pattern", ""),
        _counted(row.get("meetings"), "séance", "séances"),
        _counted(row.get("hours"), "heure d’intervention", "heures d’intervention"),
    ]
    return ", ".join(part for part in said if part)


def _counted(value: Any, one: str, many: str) -> str:
    """« 1 séance », « 2,50 heures »; nothing for what is absent or zero."""
    amount = Decimal(str(value or 0))
    word = plural(amount, one, many).partition(NBSP)[2]
    return f"{count(value)}{NBSP}{word}" if amount else ""


def _place(place: Document) -> str:
    said = (place.get("label"), place.get("street"), place.get("city"))
    return ", ".join(part for part in said if part)


def _zonings(place: Document) -> str:
    findings = place.get("findings") or {}
    qpv, rural = findings.get("qpv") or {}, findings.get("rural") or {}
    district = " ".join(part for part in (qpv.get("code"), qpv.get("name")) if part)
    said = (
        _zoning("QPV", qpv, district),
        _zoning(rural.get("kind", ""), rural, rural.get("class") or ""),
    )
    return "\n".join(line for line in said if line)


def _zoning(kind: str, finding: Document, name: str) -> str:
    """« QPV 2015 : oui, QP046001 Terre Rouge »."""
    if not finding:
        return ""
    answer = ANSWERS.get(finding.get("answer", ""), "")
    which = f"{kind} {finding.get('vintage') or ''}".strip()
    return f"{which}{NBSP}: {', '.join(part for part in (answer, name) if part)}"


def _participants(row: Document) -> str:
    everyone, young = count(row.get("participants")), count(row.get("participants_12_25"))
    return f"{everyone}, dont {young} de 12 à 25 ans" if everyone and young else everyone


def _film(film: Document) -> str:
    details = [str(film["year"])] if film.get("year") else []
    if film.get("visa"):
        details.append(f"visa {film['visa']}")
    return f"{film['title']} ({', '.join(details)})" if details else film["title"]


def _rain(row: Document) -> str:
    return ", ".join(part for part in (day(row.get("rain_date")), row.get("rain_place")) if part)


def people_rows(people: list[dict[str, Any]]) -> list[list[str]]:
    return [
        [row["name"], row.get("craft", ""), row.get("employer", ""), money(row.get("hourly_rate"))]
        for row in people
    ]
