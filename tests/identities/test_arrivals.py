"""Where one is signed in: sessions listed and closed, an unknown browser told."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passeurs.accounts.models import User
from passeurs.identities.actions.arrivals import open_session, see_session
from passeurs.identities.families import family_of
from passeurs.identities.models import Device, OpenSession
from passeurs.notifications.bounces import note_bounce
from passeurs.notifications.models import OutboxMessage
from tests.factories.accounts import person
from tests.factories.identities import with_application

pytestmark = pytest.mark.django_db

PAGE = "/compte/securite/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1"


@pytest.fixture
def nina():
    return person("Nina", email="nina@exemple.fr")


def enter(client, email="nina@exemple.fr", agent=FIREFOX):
    client.post("/compte/connexion/", {"email": email}, headers={"User-Agent": agent})
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    return client.post("/compte/connexion/code/", {"code": code}, headers={"User-Agent": agent})


def alerts():
    return OutboxMessage.objects.filter(subject__contains="nouvel appareil")


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (SAFARI, "Safari sur iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge sur Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome sur Android"),
        ("curl/8.0", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
        ("😀" * 10_000, "Navigateur inconnu"),
    ],
)
def test_a_browser_is_named_by_its_family(agent, family):
    assert family_of(agent) == family


def test_the_first_entry_of_all_is_not_told(client, nina):
    enter(client)
    assert Device.objects.get().family == "Firefox sur Windows"
    assert not alerts().exists()


def test_a_second_browser_is_told_the_same_one_again_is_not(client, nina):
    enter(client)
    other = Client()
    enter(other, agent=SAFARI)
    message = alerts().get()
    assert message.to == "nina@exemple.fr"
    assert "Safari sur iPhone" in message.text
    assert reverse("identities:security") in message.text
    other.post("/compte/deconnexion/")
    enter(other, agent=SAFARI)
    assert alerts().count() == 1


def test_a_forged_cookie_is_a_new_browser(client, nina):
    enter(client)
    other = Client()
    other.cookies["appareil"] = client.cookies["appareil"].value[:-3] + "abc"
    enter(other)
    assert alerts().count() == 1


def test_two_people_of_one_browser_are_each_known_there(client, nina):
    enter(client)
    client.post("/compte/deconnexion/")
    enter(client, "nora@exemple.fr")
    assert Device.objects.count() == 2
    assert not alerts().exists()


def test_no_network_address_is_kept(client, nina):
    enter(client)
    rows = [*Device.objects.values(), *OpenSession.objects.values()]
    assert "127.0.0.1" not in str(rows)


def test_sessions_are_listed_this_one_marked(client, nina):
    enter(client)
    enter(Client(), agent=SAFARI)
    page = client.get(PAGE).text
    assert "Firefox sur Windows" in page
    assert "Safari sur iPhone" in page
    assert page.count("Fermer<span") == 1


def test_a_session_is_closed_from_another(client, nina):
    enter(client)
    other = Client()
    enter(other, agent=SAFARI)
    row = OpenSession.objects.get(family="Safari sur iPhone")
    assert client.post(reverse("identities:session_close", args=[row.pk])).status_code == 302
    assert other.get("/dossiers/")["Location"].startswith("/compte/connexion/")
    assert client.get("/dossiers/").status_code == 200
    assert not OpenSession.objects.filter(pk=row.pk).exists()


def test_every_other_session_is_closed_at_once(client, nina):
    others = [Client(), Client()]
    for one in (*others, client):
        enter(one)
    client.post(reverse("identities:sessions_close"))
    assert [one.get("/dossiers/").status_code for one in others] == [302, 302]
    assert client.get("/dossiers/").status_code == 200
    page = client.post(reverse("identities:sessions_close"), follow=True)
    assert "pas d’autre" in page.text


def test_nobody_closes_the_session_of_another(client, nina):
    enter(client)
    stranger = Client()
    stranger.force_login(person())
    row = OpenSession.objects.get()
    assert stranger.post(reverse("identities:session_close", args=[row.pk])).status_code == 404


def test_a_session_signed_out_or_expired_is_not_listed(client, nina):
    other = Client()
    enter(other)
    other.post("/compte/deconnexion/")
    enter(client)
    assert OpenSession.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    late = Client()
    enter(late, agent=SAFARI)
    assert "Firefox sur Windows" not in late.get(PAGE).text


def test_a_session_is_seen_once_an_hour(client, nina, django_assert_max_num_queries):
    enter(client)
    first = OpenSession.objects.get().seen_at
    client.get("/dossiers/")
    assert OpenSession.objects.get().seen_at == first
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        client.get("/dossiers/")
    assert OpenSession.objects.get().seen_at > first


def test_the_page_says_what_one_has(client, nina):
    with_application(nina)
    client.force_login(nina)
    page = client.get(PAGE).text
    assert "Application de codes" in page
    assert "Il vous en reste 10" in page


def test_a_session_written_down_twice_is_one(client, nina):
    enter(client)
    key = client.session.session_key
    now = timezone.now()
    assert open_session(nina, key, "x", at=now).family == "Firefox sur Windows"
    see_session(key, at=now)
    assert OpenSession.objects.get().seen_at == now


def test_the_name_typed_without_accents_finds_its_person():
    made = person("Éloïse", "Cœur", email="eloise@exemple.fr")
    assert User.objects.filter(search__contains="eloise coeur").get() == made
    made.first_name = "Anaïs"
    made.save(update_fields=["first_name"])
    assert User.objects.filter(search__contains="anais").get() == made


def test_somebody_whose_mails_come_back_is_told_when_they_enter(client, nina):
    note_bounce(nina.email, "5.1.1", at=timezone.now())
    enter(client)
    shown = client.get(PAGE).content.decode()
    assert "nous sont revenus" in shown
    assert 'href="/compte/courriels/"' in shown


def test_nothing_is_said_to_whom_receives(client, nina):
    enter(client)
    assert "nous sont revenus" not in client.get(PAGE).content.decode()
