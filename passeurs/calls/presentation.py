"""What the public pages of a call show, read from its document: no query."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse

from passeurs.calls import criteria, timeline
from passeurs.calls.enums import MilestoneKind, RuleCode
from passeurs.calls.models import Edition
from passeurs.core.typography import NBSP, clock, local, zone_name

DOORS_OF_A_CALL = {
    "selftest": "dossiers:selftest",
    "contact": "contacts:write",
    "start": "dossiers:start",
    "films": "films:index",
    "results": "dossiers:results",
}


def address(route: str, slug: str) -> str:
    """The URL of a page of the call, or nothing where this installation does not have it."""
    try:
        return reverse(route, args=[slug])
    except NoReverseMatch:
        return ""


def closing(edition: Edition, *, at: datetime) -> dict:
    """The ticket: opening to come, closing to come, or closed; with what is left."""
    state = "coming" if edition.is_coming(at=at) else "open" if edition.is_open(at=at) else "closed"
    target = edition.opens_at if state == "coming" else edition.filing_before_at
    here = local(target, edition.timezone)
    left = timeline.left_text(target, at=at)
    number, _, unit = left.partition(" et ")[0].partition(NBSP)
    return {
        "state": state,
        "day": timeline.spaced_day(here),
        "hour": f"{clock(here, seconds=bool(here.second))}, {zone_name(edition.timezone)}",
        "left": left,
        "number": number,
        "unit": unit,
    }


def card(edition: Edition, *, at: datetime) -> dict:
    """An edition in a list."""
    document = edition.document()
    return {
        "edition": edition,
        "closing": closing(edition, at=at),
        "lead": document["texts"].get("lead", ""),
        "promise": criteria.promise(document),
    }


def grouped(editions, *, at: datetime) -> dict[str, list[dict]]:
    """The cards of the list page: open (nearest closing first), coming, closed."""
    groups: dict[str, list[dict]] = {"open": [], "coming": [], "closed": []}
    for edition in editions:
        shown = card(edition, at=at)
        groups[shown["closing"]["state"]].append(shown)
    groups["open"].reverse()
    groups["coming"].reverse()
    return groups


def contact_left(edition: Edition, *, at: datetime) -> dict:
    """The date before which the coordination must have been met, and what is left of it."""
    moment = edition.milestone(MilestoneKind.CONTACT_BEFORE)
    if not moment:
        return {}
    left = timeline.left_text(moment.at, at=at, brief=True)
    return {"day": timeline.full(moment), "left": left}


def notices(document: dict) -> list[dict]:
    """What was told of changes to the open call, the latest first."""
    rows = [
        {"on": datetime.fromisoformat(row["at_local"]), "body": row["body"]}
        for row in document.get("notices", [])
    ]
    return sorted(rows, key=lambda row: row["on"], reverse=True)


def call_page(edition: Edition, *, at: datetime) -> dict:
    """Everything the page of a call shows."""
    document = edition.document()
    stones = timeline.stones(document, at=at)
    demands = criteria.criteria(document)
    return {
        "edition": edition,
        "coordination": edition.coordination,
        "document": document,
        "texts": document["texts"],
        "closing": closing(edition, at=at),
        "promise": criteria.promise(document),
        "stones": stones,
        "criteria": demands,
        "how_many": criteria.capital(f"{criteria.count(len(demands))} critères"),
        "least": criteria.count(document["pathway"]["min_actions"]),
        "holders": criteria.holders(document),
        "holder_clause": criteria.clause_of(document, RuleCode.HOLDER),
        "contact_clause": criteria.clause_of(document, RuleCode.CONTACT),
        "contact_before": contact_left(edition, at=at),
        "required": [row for row in document["documents"] if row["when"] == "always"],
        "returning": [row for row in document["documents"] if row["when"] == "returning"],
        "ahead": next((stone for stone in stones if stone.state == "current"), None),
        "notices": notices(document),
        "links": {key: address(route, edition.slug) for key, route in DOORS_OF_A_CALL.items()},
    }
