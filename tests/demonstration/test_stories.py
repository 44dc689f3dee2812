import hashlib
import json
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from passeurs.budgets.chart import LINES
from passeurs.core.folding import fold
from passeurs.demonstration import holders, messages, stories
from passeurs.demonstration.dates import Dates
from passeurs.eligibility.exchange import check
from tests.factories.calls import TODAY, document

DEMONSTRATION = Path("passeurs/demonstration")
# What may never appear, as digests: the test itself names nobody.
REAL = {
    "26ea84ae95d7c9203a76eed1",
    "442aab73851016a92d49ab0e",
    "61dfd1d560a05ef6b589222d",
    "80a435b833f7ac8c6cffc57a",
}
FILLER = re.compile(r"\b(lorem|ipsum|dolor sit|blabla|xxx)\b", re.IGNORECASE)
SHARED_LENGTH = 40
CHARGES, PRODUCTS = "charge", "product"
HOLDERS = {row["key"]: SimpleNamespace(facts=row) for row in holders.read()}


def edition_of(story):
    written = document(story["edition"])
    return SimpleNamespace(document=lambda: written, timezone=written["timezone"])


def resolved(story):
    dates = Dates.of(edition_of(story), today=TODAY)
    return stories.document_of(story, HOLDERS[story["holder"]], dates)


def texts(value):
    """Every text of a document, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def gap(lines, more, less):
    amounts = Counter()
    for line in lines:
        amounts[line["side"]] += Decimal(line["amount"])
    return amounts[more] - amounts[less]


each_story = pytest.mark.parametrize("story", stories.read(), ids=lambda story: story["key"])


@each_story
def test_a_story_is_an_exchange_document(story):
    assert check(json.loads(json.dumps(resolved(story)))) == []


@each_story
def test_a_budget_is_balanced_unless_its_story_is_that_it_is_not(story):
    lines = story["document"].get("budget", {}).get("project", [])
    is_balanced = gap(lines, CHARGES, PRODUCTS) == 0
    told = story["expect"]["blocked_by"] == ["budget.balanced"]
    assert is_balanced != told
    assert gap(lines, "voluntary_charge", "voluntary_product") == 0


@each_story
def test_a_budget_keeps_to_the_lines_of_the_form(story):
    for line in story["document"].get("budget", {}).get("project", []):
        assert LINES[line["code"]].side == line["side"]


@pytest.mark.parametrize("row", holders.read(), ids=lambda row: row["key"])
def test_the_budget_of_a_structure_is_balanced(row):
    assert gap(row["budget"], CHARGES, PRODUCTS) == 0


@each_story
def test_an_action_falls_within_the_year_that_follows_the_first_day(story):
    calendar = document(story["edition"])["calendar"]
    for action in resolved(story).get("actions", []):
        assert calendar["actions_from"] <= action["starts_on"] <= action["ends_on"]
        assert action["ends_on"] <= calendar["actions_until"]


def test_an_open_air_screening_is_in_summer():
    nights = [
        action["starts_on"][5:]
        for story in stories.read()
        for action in resolved(story).get("actions", [])
        if action["kind"] == "open_air"
    ]
    assert len(nights) >= 5
    assert all("06-15" <= night <= "09-15" for night in nights)


def test_a_workshop_names_who_leads_it_and_a_screening_its_venue():
    for story in stories.read():
        for action in story["document"].get("actions", []):
            assert action["practitioners"], story["key"]
            assert action["nature"] == "faire" or action["venue"]["name"], story["key"]


def test_two_dossiers_never_share_a_paragraph():
    owners = defaultdict(set)
    for story in stories.read():
        for text in texts(story["document"]):
            if len(text) >= SHARED_LENGTH:
                owners[text].add(story["key"])
    assert {text: keys for text, keys in owners.items() if len(keys) > 1} == {}


def test_every_project_has_its_own_title():
    titles = [story["document"].get("project", {}).get("title", "") for story in stories.read()]
    given = [title for title in titles if title]
    assert len(given) == len(set(given)) >= 40


def test_no_text_is_a_filler():
    written = [*texts(stories.read()), *texts(messages.read()), *texts(holders.read())]
    assert not [text for text in written if FILLER.search(text)]


def test_apostrophes_are_typographic():
    written = [*texts(stories.read()), *texts(messages.read()), *texts(holders.read())]
    assert not [text for text in written if "'" in text]


def test_nobody_of_the_real_call_is_named():
    for path in (path for path in DEMONSTRATION.rglob("*") if path.suffix in {".py", ".json"}):
        assert not digests(path.read_text(encoding="utf-8")) & REAL, path


def digests(text):
    words = set(re.findall(r"\w+", fold(text)))
    phones = {re.sub(r"\D", "", found) for found in re.findall(r"0\d(?:[ .]?\d\d){4}", text)}
    addresses = set(re.findall(r"[\w.+-]+@[\w.-]+\w", text.lower()))
    return {hashlib.sha256(one.encode()).hexdigest()[:24] for one in words | phones | addresses}


def test_the_people_are_reached_at_addresses_that_lead_nowhere():
    written = [*texts(stories.read()), *texts(messages.read()), *texts(holders.read())]
    found = [one for text in written for one in re.findall(r"[\w.+-]+@[\w.-]+\w", text)]
    assert found
    assert all(one.endswith(".example") for one in found)


def test_the_key_of_a_structure_and_its_rank_are_its_own():
    rows = holders.read()
    for name in ("key", "rank", "name"):
        assert len({row[name] for row in rows}) == len(rows)
