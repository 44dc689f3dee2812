"""Passkeys, with Chromium’s own virtual authenticator: made, shown, used to enter alone."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from tests.factories.accounts import person
from tests.factories.organisations import coordination, team_member
from tests.peers.entering import weakly

KEY = "/compte/securite/cle/"
DOOR = "/compte/second-facteur/"
SIGN_IN = "/compte/connexion/"

HOSTILE = [
    "",
    "{}",
    "[]",
    "null",
    "1",
    '"x"',
    "{",
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "AA"}}',
    '{"response": {"clientDataJSON": "e30", "attestationObject": "AA"}}',
    '{"response": []}',
    "x" * 100_000,
    "[" * 5_000,
]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def with_key(open_page):
    """`with_key(path, …)` opens a page whose browser holds a key that its holder can unlock."""

    def open_(path, **options):
        page = open_page(None, **options)
        tools = page.context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        made = tools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                }
            },
        )
        page.unlock = lambda can: tools.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": made["authenticatorId"], "isUserVerified": can},
        )
        page.goto(path)
        return page

    return open_


def make_key(page):
    page.get_by_label("Nom de cette clé").fill("Téléphone")
    page.get_by_role("button", name="Créer la clé").click()
    page.wait_for_url("**/compte/securite/**")


@pytest.mark.browser
def test_a_key_is_made_then_opens_the_door_alone(with_key):
    nina = person("Nina", email="nina@exemple.fr")
    page = with_key(KEY, user=nina)
    make_key(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("codes de secours")
    assert Authenticator.objects.get(type="webauthn").data["name"] == "Téléphone"
    page.context.clear_cookies()
    page.goto(f"{SIGN_IN}?next=/structures/")
    page.get_by_role("button", name="Entrer avec une clé").click()
    page.wait_for_url("**/structures/")
    expect(page.get_by_text("Nina").first).to_be_visible()
    assert mail.outbox == []


@pytest.mark.browser
def test_a_key_is_the_second_factor_of_a_team(with_key, live_server):
    agent = team_member("coordination", coordination("la-trame"))
    page = with_key(KEY, user=agent)
    make_key(page)
    client = Client()
    weakly(client, agent)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    page.goto("/bureau/")
    expect(page).to_have_url(re.compile(DOOR))
    page.get_by_role("button", name="Montrer ma clé").click()
    page.wait_for_url("**/bureau/")


@pytest.mark.browser
def test_a_key_that_is_not_unlocked_says_so_and_changes_nothing(with_key):
    nina = person()
    page = with_key(KEY, user=nina)
    page.unlock(can=False)
    page.get_by_label("Nom de cette clé").fill("Clé")
    page.get_by_role("button", name="Créer la clé").click()
    expect(page.get_by_role("status").filter(has_text="recommencez")).to_be_visible()
    assert not Authenticator.objects.exists()


@pytest.mark.browser
def test_without_javascript_the_page_says_so_and_offers_the_application(open_page):
    page = open_page(KEY, user=person(), javascript=False)
    expect(page.get_by_text("Une clé demande JavaScript")).to_be_visible()
    page = open_page(SIGN_IN, javascript=False)
    expect(page.get_by_role("button", name="Entrer avec une clé")).to_be_hidden()


@pytest.mark.django_db
@pytest.mark.parametrize("credential", HOSTILE)
def test_a_hostile_answer_opens_nothing(client, credential):
    client.get("/compte/connexion/cle/")
    answer = client.post("/compte/connexion/cle/", {"credential": credential}, follow=True)
    assert answer.status_code == 200
    assert "n’ouvre aucun compte" in answer.text
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
@pytest.mark.parametrize("credential", HOSTILE)
def test_a_hostile_answer_makes_no_key(client, credential):
    client.force_login(person())
    client.get(KEY)
    page = client.post(KEY, {"name": "x", "credential": credential})
    assert page.status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("credential", HOSTILE)
def test_a_hostile_answer_is_no_second_factor(client, credential):
    user = person()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    weakly(client, user)
    assert client.post(DOOR, {"credential": credential}).status_code == 422


@pytest.mark.django_db
def test_entering_by_key_is_limited(client):
    for _ in range(60):
        client.post("/compte/connexion/cle/", {"credential": "{}"})
    page = client.post("/compte/connexion/cle/", {"credential": "{}"}, follow=True)
    assert "Patientez" in page.text
