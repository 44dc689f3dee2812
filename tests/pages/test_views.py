from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from passeurs.calls.models import Edition
from tests.factories import calls

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", ["home", "accessibility", "data", "legal"])
def test_a_public_page_is_open_to_all(client, route):
    response = client.get(reverse(f"pages:{route}"))
    assert response.status_code == 200
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize("route", ["home", "accessibility", "data", "legal"])
def test_a_public_page_is_only_read(client, route):
    assert client.post(reverse(f"pages:{route}")).status_code == 405


def test_without_a_call_the_home_page_says_so(client):
    html = client.get(reverse("pages:home")).content.decode()
    assert "Aucun appel n’est publié" in html


def test_a_person_who_chose_the_dark_gets_it_at_once(client):
    client.cookies["theme"] = "dark"
    assert '<html lang="fr" data-theme="dark">' in client.get("/").content.decode()


def home(client, *, at=calls.NOW):
    with time_machine.travel(at, tick=False):
        return client.get(reverse("pages:home")).content.decode()


def test_an_open_call_says_what_is_left(client):
    edition = calls.edition("occitanie-en-cours")
    html = home(client)
    assert "L’appel est ouvert" in html
    assert f"{(edition.filing_before_at - calls.NOW).days}</p>" in html
    assert edition.get_absolute_url() in html


def test_the_last_second_is_still_open_and_the_next_is_not(client):
    last = calls.edition("occitanie-en-cours").filing_before_at
    assert "L’appel est ouvert" in home(client, at=last + timedelta(microseconds=999_999))
    assert "L’appel est clos" in home(client, at=last + timedelta(seconds=1))


def test_a_call_to_come_is_announced(client):
    edition = calls.edition("occitanie-en-cours")
    assert "L’appel ouvre bientôt" in home(client, at=edition.opens_at - timedelta(days=3))


def test_a_draft_is_never_shown(client):
    calls.edition("occitanie-en-cours", is_public=False)
    assert "Aucun appel n’est publié" in home(client)


def test_the_other_open_calls_are_named(client):
    for slug in calls.SLUGS:
        calls.edition(slug)
    opened = Edition.objects.filter(opens_at__lte=calls.NOW, filing_before_at__gte=calls.NOW)
    html = home(client)
    assert opened.count() > 1
    for edition in opened:
        assert edition.get_absolute_url() in html


def test_the_idea_box_tells_both_gestures(client):
    edition = calls.edition("occitanie-en-cours")
    html = home(client)
    for kind in edition.document()["action_kinds"]:
        assert kind["label"] in html


@pytest.mark.parametrize("slugs", [calls.SLUGS[1:2], calls.SLUGS])
def test_the_home_page_costs_the_same_whatever_the_calls(client, slugs, django_assert_num_queries):
    for slug in slugs:
        calls.edition(slug)
    with time_machine.travel(calls.NOW, tick=False), django_assert_num_queries(2):
        client.get(reverse("pages:home"))
