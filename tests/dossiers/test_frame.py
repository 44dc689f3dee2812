"""Where one stands: the holder among their dossiers, the coordination at its desk."""

import re

import pytest
from django.urls import reverse

from passeurs.dossiers.actions.filing import submit_dossier
from tests.factories.organisations import team_member

pytestmark = pytest.mark.django_db
PAGES = ("review", "history", "corrections", "requests")
AT_DESK = ("corrections", "requests")
LIT = re.compile(r"<nav[^>]*Navigation principale.*?</nav>", re.DOTALL)
CURRENT = re.compile(r'aria-current="\w+"[^>]*>\s*([^<]+?)\s*<')


@pytest.fixture
def filed(ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    return ready


def lit(client, user, name, dossier):
    client.force_login(user)
    page = client.get(reverse(f"dossiers:{name}", args=[dossier.pk]))
    return CURRENT.findall(LIT.search(page.text)[0]), page.text


@pytest.mark.parametrize("name", PAGES)
def test_the_holder_is_among_their_dossiers(client, filed, name):
    entries, text = lit(client, filed.holder, name, filed)
    assert entries == ["Mes dossiers"]
    assert "Le dossier au bureau" not in text


@pytest.mark.parametrize("name", PAGES)
def test_the_coordination_stays_at_its_desk(client, filed, edition, name):
    agent = team_member("coordination", edition.coordination)
    entries, text = lit(client, agent, name, filed)
    assert entries == ["Bureau"]
    assert ("Le dossier au bureau" in text) == (name in AT_DESK)
