"""Entering by ProConnect, against a real identity provider; and every way in which it goes wrong."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import urllib3
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from config import env
from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.identities import proconnect
from passeurs.identities.actions.linking import link
from passeurs.identities.models import LinkedIdentity
from passeurs.journal.models import Entry
from tests.factories.accounts import person
from tests.factories.organisations import coordination, structure, team_member
from tests.peers.smtp import free_port

pytestmark = pytest.mark.django_db

START = "/compte/connexion/proconnect/"
SIGN_IN = "/compte/connexion/"
AGENT = "agent@exemple.fr"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def go(client, oidc, **data):
    """Go to the provider and come back: the address one comes back to."""
    answer = client.post(START, data)
    assert answer.status_code == 302
    return oidc.visit(answer["Location"])


def come_back(client, url):
    parts = urlsplit(url)
    return client.get(f"{parts.path}?{parts.query}")


def enter(client, oidc, **data):
    return come_back(client, go(client, oidc, **data))


def is_outside(client):
    return "_auth_user_id" not in client.session


def refused(answer, words="n’a pas pu être vérifiée"):
    assert answer["Location"].startswith(SIGN_IN)
    page = answer.client.get(answer["Location"]).text
    assert words in page
    assert is_outside(answer.client)
    assert not LinkedIdentity.objects.exists()


def test_without_an_issuer_there_is_no_such_door(client, settings):
    settings.PROCONNECT = None
    assert "ProConnect" not in client.get(SIGN_IN).text
    assert client.post(START).status_code == 404
    assert client.get(f"{START}retour/").status_code == 404


def test_the_sign_in_page_offers_it_in_its_official_words(client, oidc):
    assert "S’identifier avec ProConnect" in client.get(SIGN_IN).text


def test_a_newcomer_enters_with_their_name_and_is_offered_their_structure(client, oidc):
    answer = enter(client, oidc)
    assert answer["Location"] == "/structures/nouvelle/?siret=13002526500013"
    user = User.objects.get(email=AGENT)
    assert (user.first_name, user.last_name) == ("Inès", "Costa")
    assert Entry.objects.filter(verb="identity.linked", actor=user).count() == 1
    assert not is_outside(client)


def test_a_known_person_is_found_by_their_verified_address_and_goes_where_they_were(client, oidc):
    known = person("Nina", "Blanc", email=AGENT)
    structure(representative=known)
    assert enter(client, oidc, next="/structures/")["Location"] == "/structures/"
    known.refresh_from_db()
    assert known.first_name == "Nina"
    assert LinkedIdentity.objects.get().user == known


def test_afterwards_the_identity_is_known_whatever_the_address_becomes(client, oidc):
    enter(client, oidc)
    oidc.stage(account={"sub": "agent-1", "email": "autre@exemple.fr", "email_verified": True})
    other = Client()
    enter(other, oidc)
    assert User.objects.count() == 1
    assert not is_outside(other)


def test_an_identity_already_tied_stays_where_it_is(holder):
    link(holder, issuer="https://p.example", subject="1", at=timezone.now())
    link(person(), issuer="https://p.example", subject="1", at=timezone.now())
    assert LinkedIdentity.objects.get().user == holder
    assert Entry.objects.filter(verb="identity.linked").count() == 1


def test_an_address_that_is_not_verified_is_proved_by_a_code_then_linked(client, oidc):
    oidc.stage(account={"sub": "agent-2", "email": AGENT, "email_verified": False})
    known = person(email=AGENT)
    answer = enter(client, oidc, next="/structures/")
    assert answer["Location"].startswith(SIGN_IN)
    assert is_outside(client)
    client.post(SIGN_IN, {"email": AGENT, "next": "/structures/"})
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    assert client.post(f"{SIGN_IN}code/", {"code": code})["Location"] == "/structures/"
    assert LinkedIdentity.objects.get().user == known


def test_the_code_of_another_address_links_nothing(client, oidc):
    oidc.stage(account={"sub": "agent-2", "email": AGENT, "email_verified": False})
    enter(client, oidc)
    client.post(SIGN_IN, {"email": "pirate@exemple.fr"})
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    client.post(f"{SIGN_IN}code/", {"code": code})
    assert not LinkedIdentity.objects.exists()


@pytest.mark.parametrize(("acr", "is_strong"), [("eidas1", False), ("eidas2", True)])
def test_a_strong_assurance_stands_for_the_second_factor(client, oidc, acr, is_strong):
    oidc.stage(acr=acr)
    team_member("coordination", coordination("la-trame"), email=AGENT)
    enter(client, oidc)
    assert (client.get("/bureau/").status_code == 200) is is_strong


def test_leaving_leaves_proconnect_too(client, oidc):
    enter(client, oidc)
    answer = client.post("/compte/deconnexion/")
    there = urlsplit(answer["Location"])
    asked = parse_qs(there.query)
    assert answer["Location"].startswith(oidc.issuer)
    assert asked["post_logout_redirect_uri"] == ["http://testserver/"]
    assert len(asked["id_token_hint"][0].split(".")) == 3
    assert is_outside(client)
    page = urllib3.request("GET", answer["Location"], redirect=False)
    assert page.status == 200


def test_leaving_goes_home_when_proconnect_is_away(client, oidc, settings):
    enter(client, oidc)
    cache.clear()
    settings.PROCONNECT = settings.PROCONNECT | {"issuer": f"http://127.0.0.1:{free_port()}"}
    assert client.post("/compte/deconnexion/")["Location"] == "/"


def test_somebody_who_gives_up_is_told_nothing_changed(client, oidc):
    oidc.stage(cancel=True)
    refused(enter(client, oidc), "a été abandonnée")


@pytest.mark.parametrize("kind", ["tampered", "plain"])
def test_facts_that_are_not_signed_let_nobody_in(client, oidc, kind):
    oidc.stage(userinfo=kind)
    refused(enter(client, oidc))
    assert not User.objects.exists()


@pytest.mark.parametrize("key", ["state", "nonce", "verifier"])
def test_an_answer_to_another_question_lets_nobody_in(client, oidc, key):
    url = go(client, oidc)
    session = client.session
    session[proconnect.UNDER_WAY] = session[proconnect.UNDER_WAY] | {key: "x" * 43}
    session.save()
    refused(come_back(client, url))


def test_an_answer_serves_once(client, oidc):
    url = go(client, oidc)
    come_back(client, url)
    client.logout()
    assert come_back(client, url)["Location"].startswith(SIGN_IN)
    assert is_outside(client)


def test_an_answer_brought_to_another_browser_lets_nobody_in(client, oidc):
    refused(come_back(Client(), go(client, oidc)))


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?state=x&code=x", "?error=server_error&state=é", "?state=%F0%9F%98%80"],
)
def test_whatever_is_made_up_lets_nobody_in(client, oidc, query):
    client.post(START)
    refused(client.get(f"{START}retour/{query}"))


def test_a_made_up_code_lets_nobody_in(client, oidc):
    client.post(START)
    state = client.session[proconnect.UNDER_WAY]["state"]
    refused(client.get(f"{START}retour/", {"code": "x" * 3000, "state": state}))


def test_a_provider_that_is_down_gives_a_sentence(client, oidc, settings):
    settings.PROCONNECT = settings.PROCONNECT | {"issuer": f"http://127.0.0.1:{free_port()}"}
    refused(client.post(START), "ne répond pas")


def test_a_provider_that_goes_down_on_the_way_gives_a_sentence(client, oidc, monkeypatch):
    url = go(client, oidc)

    def down(*_arguments, **_options):
        raise urllib3.exceptions.ConnectTimeoutError

    monkeypatch.setattr(proconnect._pool, "request", down)
    refused(come_back(client, url), "ne répond pas")


def test_a_closed_account_stays_closed(client, oidc):
    enter(client, oidc)
    client.logout()
    User.objects.update(is_active=False)
    answer = enter(client, oidc)
    assert "compte est fermé" in client.get(answer["Location"]).text
    assert is_outside(client)


@pytest.mark.parametrize("target", ["https://ailleurs.example/", "//ailleurs.example"])
def test_nobody_is_sent_elsewhere_afterwards(client, oidc, target):
    structure(representative=person(email=AGENT))
    assert enter(client, oidc, next=target)["Location"] == "/dossiers/"


# ------------------------------------------------------------- tokens that we sign ourselves, wrong

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ISSUER = "https://proconnect.example"


@pytest.fixture
def signed(settings, monkeypatch):
    """`signed(alg=…, **claims)`: what a token of ours becomes, its issuer’s key being known.

    An hour among the claims is told from now: the suite may be long.
    """
    settings.PROCONNECT = {"issuer": ISSUER, "client_id": "passeurs", "secret": "x"}
    public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
    documents = {
        f"{ISSUER}/.well-known/openid-configuration": {"issuer": ISSUER, "jwks_uri": "jwks"},
        "jwks": {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]},
    }
    monkeypatch.setattr(proconnect, "_document", lambda url, **_options: documents[url])

    def verify(*, kid="one", alg="RS256", key=KEY, **claims):
        now = timezone.now()
        whole = {
            "iss": ISSUER, "aud": "passeurs", "sub": "1",
            "iat": now, "exp": now + timedelta(minutes=5), **claims,
        }  # fmt: skip
        told = {name: value for name, value in whole.items() if value is not None}
        whole = {n: now + v if isinstance(v, timedelta) else v for n, v in told.items()}
        return proconnect._verified(jwt.encode(whole, key, algorithm=alg, headers={"kid": kid}))

    return verify


def test_a_token_well_signed_is_read(signed):
    assert signed()["sub"] == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"exp": -timedelta(minutes=1)},
        {"iat": timedelta(minutes=5)},
        {"iss": "https://ailleurs.example"},
        {"aud": "autre-service"},
        {"sub": None},
        {"exp": None},
        {"kid": "two"},
        {"alg": "none", "key": None},
        {"alg": "HS256", "key": "a-secret-long-enough-to-sign-anything-with-it"},
        {"key": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
    ],
    # Named, for two workers must read the same names: dates and keys differ from one to the other.
    ids=[
        "expired",
        "of-tomorrow",
        "another-issuer",
        "another-audience",
        "of-nobody",
        "without-end",
        "unknown-key",
        "unsigned",
        "signed-by-a-word",
        "signed-by-another",
    ],
)
def test_a_token_that_is_wrong_is_refused(signed, wrong):
    with pytest.raises(Refused, match="vérifiée"):
        signed(**wrong)


@pytest.mark.parametrize("token", [None, "", "a.b", "a.b.c", "é" * 100, 12])
def test_what_is_no_token_is_refused(signed, token):
    with pytest.raises(Refused, match="vérifiée"):
        proconnect._verified(token)


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"[" * 5000])
def test_what_is_no_document_is_refused(body):
    with pytest.raises(Refused, match="vérifiée"):
        proconnect._read(body)


# --------------------------------------------------------------------------------------- settings


def test_the_settings_name_the_issuer_and_let_forms_lead_to_it(monkeypatch):
    monkeypatch.delenv("PASSEURS_PROCONNECT_ISSUER", raising=False)
    assert env.identity_provider() is None
    monkeypatch.setenv("PASSEURS_PROCONNECT_ISSUER", "https://proconnect.example/api/v2/")
    monkeypatch.setenv("PASSEURS_PROCONNECT_CLIENT_ID", "passeurs")
    monkeypatch.setenv("PASSEURS_PROCONNECT_SECRET", "x")
    found = env.identity_provider()
    assert found["issuer"] == "https://proconnect.example/api/v2"
    assert found["origin"] == "https://proconnect.example"


@pytest.mark.parametrize("issuer", ["http://proconnect.example", "https://", "proconnect"])
def test_an_issuer_that_is_not_safe_stops_the_start(monkeypatch, issuer):
    monkeypatch.setenv("PASSEURS_PROCONNECT_ISSUER", issuer)
    with pytest.raises(ImproperlyConfigured, match="https://"):
        env.identity_provider()
