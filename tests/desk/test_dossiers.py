"""The region's dossiers at the desk: who finds which, in how many questions, and the word given."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passeurs.core.typography import plural
from passeurs.desk.views import listing as views
from passeurs.dossiers.actions.filing import abandon_dossier, submit_dossier, withdraw_dossier
from passeurs.dossiers.models import Dossier, Project, RuleRuling
from passeurs.journal.models import Entry
from tests.factories import calls, organisations
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
LIST = "/bureau/dossiers/"
AT = factory.AT + timedelta(hours=1)
PER_PAGE = 50


def as_(client, role, edition):
    client.force_login(organisations.team_member(role, edition.coordination))
    return client


def bulk(edition, count):
    """Drafts touched at the same instant, each titled by its rank."""
    structure = organisations.structure()
    made = Dossier.objects.bulk_create(
        Dossier(
            edition=edition,
            structure=structure,
            reference=f"BULK-{rank:03d}",
            created_at=factory.AT,
            updated_at=factory.AT,
        )
        for rank in range(count)
    )
    Project.objects.bulk_create(
        Project(dossier=one, title=f"Titre {one.reference}") for one in made
    )


def references(answer):
    return re.findall(r'<span class="sub ref">([^<]+)</span>', answer.text)


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_list_asks_ten_questions_and_fetches_one_page(client, agent, edition, rows):
    bulk(edition, rows)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(LIST)
    assert len(asked) == 10, "\n".join(one["sql"] for one in asked)
    assert len(references(answer)) == min(rows, PER_PAGE)
    keys, drawn = [one["sql"] for one in asked if 'FROM "dossiers_dossier"' in one["sql"]][-2:]
    assert f"LIMIT {min(rows, PER_PAGE)}" in keys
    assert '"dossiers_dossier"."reference"' not in keys
    assert '"dossiers_dossier"."reference"' in drawn


def test_dossiers_touched_together_are_each_on_one_page(client, agent, edition):
    bulk(edition, 120)
    seen = [name for page in (1, 2, 3) for name in references(client.get(LIST, {"page": page}))]
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_dossier_asks_as_much_whatever_its_filings(client, agent, edition, rows):
    made = factory.complete_dossier(edition)
    snapshot = submit_dossier(made, by=made.holder, at=AT)
    for number in range(2, rows + 1):
        snapshot.pk, snapshot.number, snapshot.receipt_number = None, number, f"R{number}"
        snapshot.save(force_insert=True)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("desk:dossier", args=[made.pk]))
    assert len(asked) == 14, "\n".join(one["sql"] for one in asked)


@pytest.fixture
def region(edition):
    """A dossier in each state, and one of another coordination."""
    made = {
        name: factory.complete_dossier(edition, title=f"Projet {name}")
        for name in ("draft", "submitted", "withdrawn", "abandoned")
    }
    for name in ("submitted", "withdrawn"):
        submit_dossier(made[name], by=made[name].holder, at=AT)
    withdraw_dossier(made["withdrawn"], by=made["withdrawn"].holder, at=AT)
    abandon_dossier(made["abandoned"], by=made["abandoned"].holder, at=AT)
    other = factory.dossier(calls.edition("deux-seances-1"), title="Projet ailleurs")
    return {name: one.reference for name, one in (made | {"elsewhere": other}).items()}


SEEN = {
    "coordination": {"draft", "submitted", "withdrawn", "abandoned"},
    "drac": {"submitted"},
    "region": {"submitted"},
}


@pytest.mark.parametrize("role", SEEN)
def test_each_role_finds_what_it_may_read_and_the_count_says_no_more(client, edition, region, role):
    answer = as_(client, role, edition).get(LIST)
    assert set(references(answer)) == {region[name] for name in SEEN[role]}
    assert plural(len(SEEN[role]), "dossier") in answer.text


@pytest.mark.parametrize("role", SEEN)
def test_every_line_leads_where_its_reader_may_go(client, edition, region, role):
    page = as_(client, role, edition).get(LIST)
    links = re.findall(r'class="row-link" href="([^"]+)"', page.text)
    assert len(links) == len(SEEN[role])
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("role", ["committee"])
def test_the_committee_has_no_desk_yet(client, edition, region, role):
    assert as_(client, role, edition).get(LIST).status_code == 403


def test_one_s_own_structure_s_dossier_is_not_read_at_the_desk_list(client, agent, edition):
    made = factory.dossier(edition)
    made.structure.memberships.create(user=agent, role="editor")
    assert references(client.get(LIST)) == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"etat": "submitted"}, {"submitted"}),
        ({"q": "PROJÉT draft"}, {"draft"}),
        ({"q": "ailleurs"}, set()),
        ({"edition": "deux-seances-1"}, SEEN["coordination"]),
        ({"edition": "occitanie-en-cours", "etat": "draft"}, {"draft"}),
        ({"etat": "inventé"}, SEEN["coordination"]),
        ({"page": "9999"}, SEEN["coordination"]),
        ({"page": "-1"}, SEEN["coordination"]),
        ({"q": "%"}, SEEN["coordination"]),
        ({"q": "x" * 5000}, SEEN["coordination"]),
    ],
)
def test_filters_narrow_and_those_that_make_no_sense_are_as_if_absent(
    client, agent, region, query, names
):
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    assert set(references(answer)) == {region[name] for name in names}


def test_the_filter_offers_the_editions_of_one_s_coordinations_alone(client, agent, region):
    page = client.get(LIST).text
    assert 'value="occitanie-en-cours"' in page
    assert 'value="deux-seances-1"' not in page


def test_an_empty_list_says_so(client, agent):
    assert "Aucun dossier ici" in client.get(LIST).text


@pytest.fixture
def made(edition):
    return factory.dossier(edition)


def say(client, dossier, **data):
    given = {"rule": "contact.before_deadline", "state": "waived", "reason": "Grève des postes"}
    return client.post(reverse("desk:dossier_rule", args=[dossier.pk]), given | data)


def test_the_desk_shows_what_it_may_settle(client, agent, made):
    page = client.get(reverse("desk:dossier", args=[made.pk])).text
    assert 'id="contact.before_deadline"' in page


@pytest.mark.parametrize("state", ["waived", "confirmed", "refused"])
def test_a_word_is_noted_with_its_reason_and_journaled(client, agent, made, state):
    made.structure.siret_state = "unverified"
    made.structure.save()
    answer = say(client, made, state=state, rule="holder.eligible_status")
    assert answer.status_code == 302
    ruling = RuleRuling.objects.get()
    assert (ruling.state, ruling.reason, ruling.by) == (state, "Grève des postes", agent)
    assert Entry.objects.get(verb="dossier.ruling").actor == agent


@pytest.mark.parametrize("state", ["confirmed", "refused"])
def test_only_what_is_to_confirm_is_confirmed_or_refused(client, agent, made, state):
    assert say(client, made, state=state).status_code == 422
    assert not RuleRuling.objects.exists()


def test_a_decision_taken_back_lets_the_rule_speak_again(client, agent, made):
    say(client, made)
    url = reverse("desk:dossier_take_back", args=[made.pk])
    page = client.post(url, {"rule": "contact.before_deadline"}, follow=True).text
    assert not RuleRuling.objects.exists()
    assert 'id="contact.before_deadline"' in page
    assert Entry.objects.filter(verb="dossier.ruling_back").count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"reason": ""},
        {"reason": "   "},
        {"reason": "x" * 2001},
        {"state": "inventé"},
        {"state": ""},
        {"rule": ""},
        {"rule": "inventée"},
    ],
)
def test_a_word_that_does_not_hold_writes_nothing(client, agent, made, data):
    assert say(client, made, **data).status_code == 422
    assert not RuleRuling.objects.exists()
    assert not Entry.objects.filter(verb="dossier.ruling").exists()


def test_what_was_typed_stays_beside_its_rule(client, agent, made):
    page = say(client, made, state="", reason="Un motif déjà écrit").text
    assert "Un motif déjà écrit" in page


@pytest.mark.parametrize("role", ["drac", "region", "committee"])
def test_partners_read_and_settle_nothing(client, edition, role):
    made = factory.complete_dossier(edition)
    submit_dossier(made, by=made.holder, at=AT)
    as_(client, role, edition)
    assert client.get(reverse("desk:dossier", args=[made.pk])).status_code == 403
    assert say(client, made).status_code == 403
    assert not RuleRuling.objects.exists()


def test_a_holder_does_not_settle_its_own_dossier(client, made):
    client.force_login(made.holder)
    assert client.get(reverse("desk:dossier", args=[made.pk])).status_code == 403
    assert say(client, made).status_code == 403
    assert not RuleRuling.objects.exists()


def test_another_coordination_does_not_know_the_dossier(client, made):
    other = calls.edition("deux-seances-1")
    as_(client, "coordination", other)
    assert client.get(reverse("desk:dossier", args=[made.pk])).status_code == 404
    assert say(client, made).status_code == 404
    assert not RuleRuling.objects.exists()


def test_the_page_holds_fifty_dossiers():
    assert views.PER_PAGE == PER_PAGE
