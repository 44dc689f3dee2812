"""The supervisor's two questions."""

import pytest
from django.db import DatabaseError, connection


def test_a_live_process_answers_without_touching_the_database(client):
    assert client.get("/sante/vivant/").json() == {"service": "ok"}


@pytest.mark.django_db
def test_a_ready_platform_answers_with_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/sante/")
    told = response.json()
    assert (told["service"], told["base"]) == ("ok", "ok")
    assert (told["fichiers"], told["antivirus"]) == ("ok", "aucun")


@pytest.mark.django_db
def test_a_silent_database_is_said(client, monkeypatch):
    def silent():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", silent)
    assert client.get("/sante/").status_code == 503


def test_only_reading_is_allowed(client):
    assert client.post("/sante/vivant/").status_code == 405
