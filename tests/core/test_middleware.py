"""Every answer, whatever it is, carries its number and the strictest headers."""

import json
import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import include, path

from passeurs.core.middleware import STRICT_HEADERS


def _fault(_request):
    raise ZeroDivisionError("lea@example.org")


def _forbidden(_request):
    raise PermissionDenied("Le dossier est déposé.")


def _suspicious(_request):
    raise SuspiciousOperation


urlpatterns = [
    path("panne/", _fault, name="fault"),
    path("interdit/", _forbidden, name="forbidden"),
    path("douteux/", _suspicious, name="suspicious"),
    path("", include("config.urls")),
]
handler400 = "passeurs.core.errors.bad_request"
handler403 = "passeurs.core.errors.permission_denied"
handler404 = "passeurs.core.errors.not_found"
handler500 = "passeurs.core.errors.server_error"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
ANSWERS = {"/sante/": 200, "/absente/": 404, "/sans-barre": 404}
FAULTS = {"/panne/": 500, "/interdit/": 403, "/douteux/": 400}


@pytest.fixture
def visitor(client, settings):
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "LoginRequired" not in m]
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("address", "status"), (ANSWERS | FAULTS).items())
def test_every_answer_carries_the_strict_headers(visitor, address, status):
    response = visitor.get(address)
    assert response.status_code == status
    assert STRICT_HEADERS.items() <= response.headers.items()
    assert "'unsafe-" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert len(response["X-Request-ID"]) == 32


def test_an_unknown_host_is_refused_with_the_strict_headers(visitor, settings):
    settings.ALLOWED_HOSTS = ["passeurs.example"]
    response = visitor.get("/sans-barre", headers={"host": "ailleurs.example"})
    assert response.status_code == 400
    assert STRICT_HEADERS.items() <= response.headers.items()
    assert "pas été comprise" in response.text


def test_a_forged_post_is_told_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/interdit/")
    assert response.status_code == 403
    assert "restée ouverte trop longtemps" in response.text


def test_a_refusal_says_its_reason(visitor):
    assert "Le dossier est déposé." in visitor.get("/interdit/").text


def test_a_fault_shows_the_number_to_quote(visitor):
    response = visitor.get("/panne/")
    assert response["X-Request-ID"] in response.text


def test_a_broken_page_of_faults_still_says_a_sentence(visitor, monkeypatch):
    monkeypatch.setattr("passeurs.core.errors.render_to_string", _fault)
    response = visitor.get("/panne/")
    assert response.status_code == 500
    assert "Une panne de notre côté" in response.text


def test_a_well_formed_number_of_a_proxy_is_kept(client):
    response = client.get("/sante/", headers={"x-request-id": "proxy-0001"})
    assert response["X-Request-ID"] == "proxy-0001"


def test_a_malformed_number_is_replaced(client):
    response = client.get("/sante/", headers={"x-request-id": "lea@example.org"})
    assert "@" not in response["X-Request-ID"]


def test_an_answer_is_told_by_its_route_and_nothing_personal(client, caplog):
    with caplog.at_level(logging.INFO, logger="passeurs.request"):
        client.get("/sante/?qui=lea@example.org")
    line = json.dumps(caplog.records[-1].msg)
    assert caplog.records[-1].msg["route"] == "health"
    assert "lea" not in line
