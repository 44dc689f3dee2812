"""The journal on screen: a coordination reads its region, an administrator everything."""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from passeurs.desk.deeds import DEEDS, FAMILIES, words_of
from passeurs.identities.models import Administrator
from passeurs.journal.actions import record
from passeurs.journal.models import Entry
from tests.factories.accounts import person
from tests.factories.organisations import coordination, structure, team_member

pytestmark = pytest.mark.django_db

URL = "/bureau/journal/"
QUERIES = 6
EXPORT = "/bureau/journal/emporter/"
AT = datetime(2024, 3, 31, 1, 30, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def region():
    return coordination("la-trame")


@pytest.fixture
def agent(region):
    return team_member("coordination", region, first_name="Salomé", last_name="Rey")


@pytest.fixture
def administrator():
    user = person("Ada", "Min")
    Administrator.objects.create(user=user, reason="Essai", granted_at=timezone.now())
    return user


@pytest.fixture
def told(region, agent):
    """One line of the region, one of another, one of none."""
    held = structure(name="MJC des Tilleuls", known_to=[region])
    record("structure.corrected", by=agent, at=AT, obj=held, scope="la-trame", reason="Erreur")
    record("structure.merged", by=None, at=AT, obj=structure(name="Canari"), scope="ailleurs")
    record("factor.reset", by=agent, at=AT, obj=agent, reason="Serin")
    return held


def test_a_coordination_reads_its_region_in_words(client, agent, told):
    client.force_login(agent)
    page = client.get(URL).text
    assert "a corrigé la fiche" in page
    assert f'<a href="/structures/{told.pk}/">MJC des Tilleuls</a>' in page
    assert "Erreur" in page
    assert "Canari" not in page
    assert "Serin" not in page


def test_an_administrator_reads_every_line_and_no_link_to_a_dossier(client, administrator, told):
    client.force_login(administrator)
    page = client.get(URL).text
    assert "Canari" in page
    assert "Serin" in page
    assert f'href="/structures/{told.pk}/"' not in page
    assert client.get("/bureau/dossiers/").status_code == 403


@pytest.mark.parametrize("role", ["drac", "region", "committee", "national"])
def test_nobody_else_reads_it(client, region, role):
    client.force_login(team_member(role, None if role == "national" else region))
    assert client.get(URL).status_code == 403
    assert client.post(EXPORT).status_code == 403


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("qui=salome", True),
        ("qui=Salomé Rey", True),
        ("qui=zorglub", False),
        ("famille=structure", True),
        ("famille=film", False),
        ("du=2024-03-31", True),
        ("du=2024-04-01", False),
        ("au=2024-03-31", True),
        ("au=2024-03-30", False),
        ("region=la-trame", True),
        ("objet=organisations.structure:00000000-0000-4000-8000-000000000000", False),
        ("famille=inconnue&du=hier&region=ailleurs&page=zzz", True),
        ("objet=" + "x" * 5000, True),
    ],
)
def test_it_is_filtered_and_an_unknown_filter_is_ignored(client, agent, told, query, is_found):
    client.force_login(agent)
    page = client.get(f"{URL}?{query}")
    assert page.status_code == 200
    assert ("MJC des Tilleuls" in page.text) is is_found


def test_what_touched_one_object_is_one_link_away(client, agent, told, region):
    other = structure(name="Autre", known_to=[region])
    record("structure.corrected", by=agent, at=AT, obj=other, scope="la-trame")
    client.force_login(agent)
    (link,) = set(
        re.findall(rf'href="([^"]*objet=organisations.structure:{told.pk})"', client.get(URL).text)
    )
    page = client.get(link).text
    assert "MJC des Tilleuls" in page
    assert "Autre</a>" not in page


@pytest.mark.parametrize("count", [1, 3, 50])
def test_its_queries_do_not_grow(client, agent, region, count, django_assert_num_queries):
    for rank in range(count):
        held = structure(name=f"S{rank}", known_to=[region])
        record("structure.corrected", by=person(), at=AT, obj=held, scope="la-trame")
    client.force_login(agent)
    client.get(URL)
    with django_assert_num_queries(QUERIES):
        client.get(URL)


def test_fifty_lines_a_page(client, agent, told):
    for _ in range(60):
        record("structure.corrected", by=agent, at=AT, obj=told, scope="la-trame")
    client.force_login(agent)
    assert client.get(URL).text.count('<th scope="row"') == 50
    assert client.get(f"{URL}?page=2").text.count('<th scope="row"') == 11


def test_it_is_taken_away_as_a_table_and_that_is_written_down(client, agent, told):
    agent.first_name = "=HYPERLINK(1)"
    agent.save()
    client.force_login(agent)
    answer = client.post(f"{EXPORT}?famille=structure")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "attachment" in answer["Content-Disposition"]
    assert "MJC des Tilleuls" in text
    assert "Canari" not in text
    assert not re.search(r'(^|[;,"])=HYPERLINK', text, re.MULTILINE)
    entry = Entry.objects.get(verb="journal.exported")
    assert (entry.actor, entry.data["count"]) == (agent, 1)
    assert Entry.objects.get(verb="structure.corrected").digest in text


def test_taking_it_away_asks_a_fresh_proof_and_goes_on_where_one_was(client, agent, told):
    client.force_login(agent)
    session = client.session
    session["proved_at"] = (timezone.now() - timedelta(minutes=16)).timestamp()
    session.save()
    page = client.post(f"{EXPORT}?famille=structure")
    assert page.status_code == 403
    assert "C’est bien vous" in page.text
    assert not Entry.objects.filter(verb="journal.exported").exists()


WRITERS = {"record", "_record", "_tell_journal", "_note_one", "_tell", "_changed"}


def verbs_in(path):
    """The verbs written plainly in a call that keeps the journal."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
            said = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
            yield from (one for one in said if re.fullmatch(r"[a-z]+\.[a-z_]+", str(one)))


def test_every_verb_of_the_code_has_its_words():
    written = {verb for path in (ROOT / "passeurs").rglob("*.py") for verb in verbs_in(path)}
    assert len(written) > 50
    assert sorted(written - set(DEEDS)) == []
    assert {verb.partition(".")[0] for verb in DEEDS} <= set(FAMILIES)


def test_a_verb_without_words_is_shown_as_it_is():
    assert words_of("new.verb") == "new.verb"
