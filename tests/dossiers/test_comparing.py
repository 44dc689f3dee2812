"""Two states of a dossier compared: only what differs, rows by their key, sums with their gap."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passeurs.dossiers.actions.filing import submit_dossier, withdraw_dossier
from passeurs.dossiers.comparing import State, compare
from tests.factories import dossiers as factory
from tests.factories import organisations

AT = datetime(2023, 10, 20, 10, tzinfo=UTC)
DATA = Path("passeurs/demonstration/data/editions/occitanie-2024.json")
EDITION = json.loads(DATA.read_text())
BEFORE = json.loads(Path("docs/examples/eligible.json").read_text())


def changed(alter):
    """The parts that differ once `alter` was done to the example."""
    after = deepcopy(BEFORE)
    alter(after)
    found = compare(State(BEFORE, EDITION, AT), State(after, EDITION, AT))
    return {part.title: part.groups for part in found if not part.is_same}


def lines(groups):
    return {line.label: line for group in groups for line in group.lines if not line.is_same}


def test_two_equal_states_differ_in_nothing():
    assert changed(lambda document: None) == {}


def test_an_empty_state_is_compared_too():
    found = compare(State({}, EDITION, AT), State(BEFORE, EDITION, AT))
    assert not any(part.is_same for part in found)
    assert not compare(State({}, EDITION, AT), State({}, EDITION, AT))[1].groups


def test_a_text_is_told_with_its_words():
    def alter(document):
        document["project"]["title"] = "Un autre titre"

    parts = changed(alter)
    assert list(parts) == ["La note d’intention"]
    line = lines(parts["La note d’intention"])["Titre"]
    assert (line.before, line.after) == (BEFORE["project"]["title"], "Un autre titre")
    assert any(piece.kind == "new" for piece in line.pieces)


def test_rows_are_matched_by_their_key_whatever_their_order():
    def alter(document):
        document["partners"].reverse()
        document["people"].reverse()

    assert changed(alter) == {}


def test_a_row_that_came_and_a_row_that_went_are_told_apart():
    def alter(document):
        gone = document["partners"].pop(0)
        document["partners"].append({**gone, "key": "p99", "name": "Tout nouveau"})

    groups = changed(alter)["Les partenaires"]
    states = {group.title: group.state for group in groups if group.state != "same"}
    assert states == {"Tout nouveau": "new", BEFORE["partners"][0]["name"]: "gone"}


def test_an_action_renamed_is_the_same_action():
    def alter(document):
        document["actions"][0]["title"] = "Renommée"

    groups = changed(alter)["Les actions"]
    (group,) = [group for group in groups if group.state != "same"]
    assert (group.title, group.state) == ("Renommée", "changed")
    assert list(lines(groups)) == ["Titre"]


def test_sums_are_told_with_their_difference_and_the_total_follows():
    def alter(document):
        line = next(row for row in document["budget"]["project"] if row["side"] == "charge")
        line["amount"] = str(Decimal(str(line["amount"])) + Decimal("250.50"))

    told = lines(changed(alter)["Le budget"])
    assert {line.delta.replace("\u00a0", " ") for line in told.values()} == {"+ 250,50 €"}
    assert "Total" in told


def test_a_budget_line_that_went_counts_as_much_less():
    def alter(document):
        rows = document["budget"]["project"]
        rows.remove(next(row for row in rows if row["side"] == "charge"))

    told = lines(changed(alter)["Le budget"])
    assert all(line.delta.startswith("−") for line in told.values())


@pytest.mark.parametrize(
    ("part", "path", "value"),
    [
        ("La structure", ("holder", "acronym"), "NOUVEAU"),
        ("Les publics", ("audience", "share_qpv"), 12),
        ("Les engagements", ("commitments", "signatory"), "Quelqu’un"),
        ("Les pièces", ("documents",), []),
        ("Celles et ceux qui interviennent", ("people",), []),
    ],
)
def test_each_part_is_compared(part, path, value):
    def alter(document):
        target = document
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    assert part in changed(alter)


# --------------------------------------------------------------------------------- the page

pages = pytest.mark.django_db


def browser(user):
    page = Client()
    page.force_login(user)
    return page


@pytest.fixture
def refiled(ready, at):
    """Filed, taken back, changed and filed again."""
    submit_dossier(ready, by=ready.holder, at=at)
    withdraw_dossier(ready, by=ready.holder, at=at)
    type(ready.project).objects.filter(pk=ready.project.pk).update(title="Deuxième titre")
    submit_dossier(ready, by=ready.holder, at=at)
    return ready


def read(page, dossier, query=""):
    answer = page.get(reverse("dossiers:compare", args=[dossier.pk]) + query)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


@pages
def test_the_page_compares_any_two_filings_and_now(refiled):
    page = browser(refiled.holder)
    assert "Ces deux états disent la même chose" in read(page, refiled)
    told = read(page, refiled, "?de=1&a=2")
    assert "Deuxième titre" in told
    assert '<h2 id="partie-2">' not in told
    whole = read(page, refiled, "?de=1&a=2&tout=on")
    assert "Les engagements" in whole


@pages
@pytest.mark.parametrize("query", ["?de=99&a=zz", "?de=&a=", "?de=1&a=1", "?tout=%00"[:6]])
def test_an_address_that_asks_wrongly_is_read_as_usual(refiled, query):
    read(browser(refiled.holder), refiled, query)


@pages
def test_without_any_filing_it_says_what_will_be_there(draft):
    assert "Rien n’est encore déposé" in read(browser(draft.holder), draft)


@pages
def test_the_coordination_compares_and_the_funders_and_strangers_do_not(refiled):
    trame, url = refiled.edition.coordination, reverse("dossiers:compare", args=[refiled.pk])
    assert "Deuxième titre" in read(
        browser(organisations.team_member("coordination", trame)), refiled, "?de=1&a=2"
    )
    for role in ("drac", "region", "committee"):
        assert browser(organisations.team_member(role, trame)).get(url).status_code == 403
    assert browser(factory.dossier(refiled.edition).holder).get(url).status_code == 404


@pages
@pytest.mark.parametrize("filings", [1, 3])
def test_the_page_asks_as_much_whatever_the_filings(ready, at, filings):
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    for number in range(2, filings + 1):
        snapshot.pk, snapshot.number, snapshot.receipt_number = None, number, f"R{number}"
        snapshot.save(force_insert=True)
    page = browser(ready.holder)
    with CaptureQueriesContext(connection) as found:
        read(page, ready)
    said = [one["sql"][:300] for one in found.captured_queries]
    assert len(said) == 11, "\n".join(said)
