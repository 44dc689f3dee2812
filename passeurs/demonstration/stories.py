"""The stories of the demonstration, read from their files: one dossier each, and what befell it.

A story is an exchange document (`passeurs.dossier/1`) without what every dossier of its holder
shares, and with its dates counted from today; `data/README.md` tells its fields.
"""

import json
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "dossiers"
DAYS = ("starts_on", "ends_on", "rain_date", "decided_on", "report_promised_on")
EDITION_ORDER = ("occitanie-2024", "occitanie-en-cours", "deux-seances-1", "deux-seances-2")


@cache
def read():
    """Every story, in the order it is to be told; the folder names the edition."""
    return [
        {**json.loads(path.read_text(encoding="utf-8")), "edition": slug, "key": path.stem}
        for slug in EDITION_ORDER
        for path in sorted((DATA / slug).glob("*.json"))
    ]


def document_of(story, holder, dates):
    """The whole exchange document of a story, with real dates."""
    written = story["document"]
    document = _dated(written, dates)
    _frame(document.setdefault("project", {}), document.get("actions", []))
    budget = document.setdefault("budget", {})
    if budget.get("project"):
        budget["structure"] = holder.facts["budget"]
    return {"format": "passeurs.dossier/1", "edition": story["edition"], **document}


def _dated(value, dates):
    if isinstance(value, list):
        return [_dated(one, dates) for one in value]
    if not isinstance(value, dict):
        return value
    row = {name: _dated(one, dates) for name, one in value.items()}
    start = None
    for name in DAYS:
        if text := row.get(name):
            day = dates.day(text, start=start)
            start = start or day
            row[name] = day.isoformat()
    if start and "starts_on" in row:
        row.setdefault("ends_on", row["starts_on"])
    return row


def _frame(project, actions):
    """A project runs from its first action to its last, unless its story says otherwise."""
    starts = [action["starts_on"] for action in actions if action.get("starts_on")]
    ends = [action["ends_on"] for action in actions if action.get("ends_on")]
    if starts and project:
        project.setdefault("starts_on", min(starts))
        project.setdefault("ends_on", max(ends))
