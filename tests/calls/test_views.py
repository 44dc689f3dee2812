"""The public pages: whole, true at their instant, and cheap."""

from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from tests.factories import calls

pytestmark = pytest.mark.django_db
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(calls.NOW, tick=False):
        yield


def page(client, slug="occitanie-en-cours"):
    answer = client.get(reverse("calls:detail", args=[slug]))
    assert answer.status_code == 200
    return unescape(answer.content.decode()).replace(NBSP, " ")


@pytest.mark.parametrize("slugs", [calls.SLUGS[:1], calls.SLUGS])
def test_the_list_costs_one_query_whatever_its_length(client, slugs, django_assert_num_queries):
    for slug in slugs:
        calls.edition(slug)
    with django_assert_num_queries(1):
        client.get(reverse("calls:index"))


def test_the_list_tells_open_calls_from_past_ones(client):
    for slug in calls.SLUGS:
        calls.edition(slug)
    html = client.get(reverse("calls:index")).content.decode()
    opened, past = html.index("Ouverts en ce moment"), html.index("Passés")
    assert opened < html.index("/appels/occitanie-en-cours/") < past
    assert past < html.index("/appels/occitanie-2024/")
    assert html.index("/appels/deux-seances-1/") < html.index("/appels/occitanie-2024/")


def test_an_empty_list_says_what_to_do(client):
    assert "Aucun appel n’est ouvert" in client.get(reverse("calls:index")).content.decode()


def test_an_edition_without_a_contact_date_asks_for_none(client):
    calendar = calls.document("occitanie-en-cours")["calendar"]
    del calendar["contact_before"]
    edition = calls.edition("occitanie-en-cours")
    edition.document_cache["calendar"] = calendar
    edition.save()
    assert "Cet échange est obligatoire" not in page(client)
    assert str(edition) == "Passeurs d’images 2027"


def test_a_call_to_come_is_listed_apart_and_says_when_it_opens(client):
    calls.edition()
    with time_machine.travel(datetime(2023, 6, 1, tzinfo=UTC), tick=False):
        assert "À venir" in client.get(reverse("calls:index")).content.decode()
        html = page(client, "occitanie-2024")
    assert "Cet appel n’est pas encore ouvert" in html
    assert "Il ouvrira le vendredi 1er septembre 2023" in html


def test_an_open_call_costs_one_query(client, django_assert_num_queries):
    calls.edition("occitanie-en-cours")
    with django_assert_num_queries(1):
        page(client)


def test_a_closed_call_costs_two_queries(client, django_assert_num_queries):
    for slug in calls.SLUGS:
        calls.edition(slug)
    with django_assert_num_queries(2):
        page(client, "occitanie-2024")


def test_a_call_says_when_it_closes_what_is_left_and_in_which_zone(client):
    calls.edition("occitanie-en-cours")
    html = page(client)
    assert "Clôture le jeudi 17 décembre 2026" in html
    assert "à 23 h 59 min 59 s, heure de Paris" in html
    assert "Encore 25 jours et 10 heures" in html


def test_a_call_shows_every_idea_with_its_variants_and_every_commitment(client):
    document = calls.edition("occitanie-en-cours").document()
    html = page(client).replace(NBSP, " ")
    for kind in document["action_kinds"]:
        assert kind["label"] in html
        assert all(variant["label"].replace(NBSP, " ") in html for variant in kind["variants"])
    for key in ("objectives", "commitments", "documents"):
        assert all(row["label"].replace(NBSP, " ") in html for row in document[key])


def test_a_closed_call_says_so_and_shows_what_follows(client):
    calls.edition()
    assert "Cet appel est clos" in page(client, "occitanie-2024")
    calls.edition("occitanie-en-cours")
    html = page(client, "occitanie-2024")
    assert "Voir l’appel qui suit : Passeurs d’images 2027" in html
    assert "/appels/occitanie-en-cours/" in html
    assert "C’est une coquille" in html


def test_the_contact_date_passed_is_told_without_closing_the_door(client):
    calls.edition("occitanie-en-cours")
    with time_machine.travel(datetime(2026, 12, 10, tzinfo=UTC), tick=False):
        assert "est passée : appelez sans attendre" in page(client)


def test_a_draft_is_not_found(client):
    calls.edition(is_public=False)
    for name in ("calls:detail", "calls:feed"):
        assert client.get(reverse(name, args=["occitanie-2024"])).status_code == 404


def test_a_page_is_only_read(client):
    calls.edition()
    assert client.post(reverse("calls:detail", args=["occitanie-2024"])).status_code == 405


def test_the_feed_is_a_calendar(client, django_assert_num_queries):
    calls.edition()
    with django_assert_num_queries(1):
        answer = client.get(reverse("calls:feed", args=["occitanie-2024"]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"URL:http://testserver/appels/occitanie-2024/" in answer.content
