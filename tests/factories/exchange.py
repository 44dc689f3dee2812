"""Exchange documents: the published examples, and whole ones drawn at random."""

import json
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from passeurs.budgets.chart import LINES

EXAMPLES = Path("docs/examples")
NAMES = ("eligible", "ineligible", "incomplete")
FUNCTIONS = ["cinema", "audience", "screening", "funder", "other"]
COMMUNES = ("46042", "46102")

# Texts as people paste them: accents, emoji, right to left; never the null character.
words = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=40
)
names = st.text("abcdé ’عم🎬", min_size=1, max_size=30).filter(str.strip)
sums = st.decimals(0, 999_999, places=2).map(lambda amount: f"{amount:.2f}")
days = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: day.isoformat())
flags = st.sampled_from([True, False, None])
counts = st.none() | st.integers(0, 1_000_000)


def example(name):
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def _or_none(strategy):
    return st.none() | strategy


partners = st.fixed_dictionaries(
    {
        "name": names,
        "siret": st.just(""),
        "functions": st.lists(st.sampled_from(FUNCTIONS), unique=True),
        "contribution_kind": st.sampled_from(["", "cash", "in_kind", "both"]),
        "contribution": words,
        "contribution_amount": _or_none(sums),
        "contact_name": words,
        "contact_email": st.sampled_from(["", "salle@exemple.fr"]),
        "contact_phone": st.just(""),
    }
)
people = st.fixed_dictionaries(
    {
        "name": names,
        "craft": words,
        "kind": st.sampled_from(["", "artist", "professional", "mediator"]),
        "employer": words,
        "hourly_rate": _or_none(sums),
    }
)
places = st.fixed_dictionaries(
    {
        "label": words,
        "street": words,
        "insee": st.sampled_from(["", *COMMUNES]),
        "lat": st.sampled_from([None, 44.45]),
        "lon": st.sampled_from([None, 1.44]),
        "declared_qpv": words,
        "audience_from_zone": flags,
    }
)
films = st.builds(lambda title: {"title": title.strip(), "list": None, "listed": False}, names)
lines = st.fixed_dictionaries(
    {
        "side": st.just("charge"),
        "code": st.sampled_from([code for code, line in LINES.items() if line.side == "charge"]),
        "label": words,
        "amount": sums,
        "funder": st.just(""),
        "funder_kind": st.just(""),
        "status": st.just(""),
        "decided_on": _or_none(days),
    }
)


@st.composite
def actions(draw, keys):
    return {
        "title": draw(words),
        "kind": draw(st.sampled_from(["", "creation_workshop", "open_air"])),
        "nature": draw(st.sampled_from(["", "voir", "faire"])),
        "description": draw(words),
        "place": draw(places),
        "starts_on": draw(_or_none(days)),
        "rain_date": draw(_or_none(days)),
        "meetings": draw(counts),
        "hours": draw(_or_none(st.sampled_from(["0.50", "30.00"]))),
        "participants": draw(counts),
        "cost": draw(_or_none(sums)),
        "venue": {"name": draw(words), "kind": draw(st.sampled_from(["", "cinema"]))},
        "practitioners": draw(st.lists(st.sampled_from(keys), unique=True)) if keys else [],
        "films": draw(st.lists(films, max_size=3)),
    }


@st.composite
def documents(draw):
    """A document that the platform itself could have written, keys by rank."""
    led = draw(st.lists(people, max_size=3))
    keys = [f"h{rank}" for rank in range(1, len(led) + 1)]
    table = draw(st.lists(lines, max_size=4, unique_by=lambda line: line["code"]))
    return {
        "format": "passeurs.dossier/1",
        "edition": "occitanie-2024",
        "holder": {"name": "MJC", "functions": draw(st.lists(st.sampled_from(FUNCTIONS)))},
        "partners": _keyed(draw(st.lists(partners, max_size=3)), "p"),
        "people": _keyed(led, "h"),
        "project": {
            "title": draw(words),
            "summary": draw(words),
            "starts_on": draw(_or_none(days)),
        },
        "audience": {
            "bands": draw(st.sampled_from([[], [{"from": 12, "to": None, "women": 3}]])),
            "is_remote": draw(flags),
            "share_qpv": draw(_or_none(st.integers(0, 100))),
            "companions": draw(counts),
        },
        "actions": _keyed(draw(st.lists(actions(keys), max_size=4)), "a"),
        "budget": {"project": table, "structure": []},
        "commitments": {"accepted": ["membership", "report"], "signatory": draw(words)},
        "previous": {"took_part": draw(flags), "unfinished": draw(flags)},
    }


def _keyed(rows, prefix):
    return [{**row, "key": f"{prefix}{rank}"} for rank, row in enumerate(rows, start=1)]
