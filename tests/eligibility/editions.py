"""The editions that ship, and a dossier that each would take as it stands.

The second edition counts its dates from today; its calendar is fixed here to that of the first.
"""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

from passeurs.eligibility.engine import evaluate

ROOT = Path(__file__).resolve().parents[2]
EDITIONS = ROOT / "passeurs" / "demonstration" / "data" / "editions"
EXAMPLES = ROOT / "docs" / "examples"
AT = datetime(2023, 10, 20, 10, tzinfo=UTC)
DROP = object()


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def two_sittings():
    edition = read(EDITIONS / "deux-seances-1.json")
    calendar = read(EDITIONS / "occitanie-2024.json")["calendar"]
    kept = {kind: at for kind, at in calendar.items() if kind != "report_second_sending"}
    return {**edition, "calendar": kept, "year": 2024}


SHIPPED = {"occitanie": read(EDITIONS / "occitanie-2024.json"), "deux": two_sittings()}


def edition(name="occitanie", changes=None):
    return altered(SHIPPED[name], changes or {})


def dossier(name="occitanie", changes=None):
    """The eligible example, not filed yet, made to fit the edition."""
    document = read(EXAMPLES / "eligible.json")
    document["context"]["submitted_at"] = None
    if name == "deux":
        document = fitted_to_two_sittings(document)
    return altered(document, changes or {})


def fitted_to_two_sittings(document):
    rural = {"answer": "yes", "kind": "FRR", "class": "FRR socle", "vintage": 2025}
    qpv = {"answer": "yes", "code": "QN04601M", "name": "Terre Rouge", "vintage": 2024}
    for action in document["actions"]:
        action["place"]["findings"] = {"qpv": qpv, "rural": rural}
    document["documents"] += [
        {"kind": "schedule"},
        *({"kind": "partner_letter", "for": key} for key in ("p1", "p3")),
    ]
    accepted = [row["code"] for row in SHIPPED["deux"]["commitments"]]
    return altered(document, {"edition": "deux-seances-1", "commitments.accepted": accepted})


def altered(document, changes):
    """A copy with the values at dotted paths replaced, or dropped."""
    copy = deepcopy(document)
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        holder = copy
        for step in steps:
            holder = holder[step]
        if value is DROP:
            del holder[last]
        else:
            holder[last] = value
    return copy


def verdict(rule, *, name="occitanie", changes=None, of_edition=None, at=AT):
    """The verdict of one rule, on the fitting dossier with changes."""
    found = evaluate(dossier(name, changes), edition(name, of_edition), at=at)
    return next(one for one in found if one.rule == rule)


def line(side, amount, *, code="", kind="", funder=""):
    return {"side": side, "code": code, "amount": amount, "funder_kind": kind, "funder": funder}


def lines(*, asked, others, charges=None, voluntary="0"):
    """A table that balances unless `charges` says otherwise."""
    total = charges or f"{float(asked) + float(others):.2f}"
    return [
        line("charge", total, code="622"),
        line("product", asked, code="74etat", kind="drac", funder="DRAC"),
        line("product", others, code="74com", kind="commune", funder="Ville de Cahors"),
        line("voluntary_charge", voluntary, code="864"),
        line("voluntary_product", voluntary, code="870"),
    ]


def money(*, asked, others, charges=None, voluntary="0"):
    """The changes that give the dossier this budget."""
    rows = lines(asked=asked, others=others, charges=charges, voluntary=voluntary)
    return {"budget": {"requested": asked, "project": rows}}
