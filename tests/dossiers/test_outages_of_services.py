"""The address service and the register stop during a filing: the dossier is filed all the same."""

import re
import threading

import pytest
from django.core.cache import cache
from django.urls import reverse

from passeurs.dossiers.models import Dossier
from tests.factories import organisations, territories
from tests.peers.http import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


def file_it(client, dossier):
    """By the screen, as a holder does."""
    answer = client.post(reverse("dossiers:submit", args=[dossier.pk]), {"sworn": "on"})
    assert answer.status_code == 302, answer.text
    return Dossier.objects.get(pk=dossier.pk).snapshots.get()


@pytest.fixture(params=["stopped", "slow", "failing"])
def services_away(request, http_peer, settings, monkeypatch):
    """Both outside services stopped, slow or failing, all along the filing."""
    cache.clear()
    over = threading.Event()
    settings.ADDRESS_URL = settings.REGISTER_URL = f"{http_peer.url}/search"
    http_peer.answers = lambda path, query: held(over) if request.param == "slow" else 500
    if request.param == "stopped":
        settings.ADDRESS_URL = settings.REGISTER_URL = "http://127.0.0.1:9/search"
    monkeypatch.setattr("passeurs.core.outside.WHOLE_S", 0.1)
    yield request.param
    over.set()
    cache.clear()


@pytest.fixture
def quarter(ready):
    """The commune of the first action, known of the reference data, with its quarter."""
    vintage = ready.edition.document()["territory"]["qpv_vintage"]
    territories.VintageFactory(vintage=vintage, scope="france")
    territories.VintageFactory(kind="COMMUNES", vintage=2026)
    cahors = territories.CommuneFactory(insee="46042", name="Cahors", lon=1.44, lat=44.45)
    around = territories.square(1.43, 44.44, 1.45, 44.46)
    territories.ZoneFactory(
        vintage=vintage, name="Terre Rouge", geometry=around, communes=["46042"]
    )
    ready.actions.update(commune=cahors, findings={})


def test_filed_while_the_address_service_and_the_register_are_away(
    holder, ready, quarter, services_away
):
    action = ready.actions.first()
    place = reverse("dossiers:place", args=[ready.pk, action.pk])
    page = holder.get(place, {"q": "12 rue des Tilleuls"})
    assert "Le service des adresses ne répond pas" in plain(page.text)
    version = re.search(r'name="_version" value="(\d+)"', page.text)[1]
    assert holder.post(place, {"_version": version, "centre": "1"}).status_code == 302

    card = reverse("organisations:card", args=[ready.structure_id])
    kept = {"name": "MJC", "legal_status": "association", "actor_kind": "audience"}
    changed = kept | {"siret": organisations.siret()}
    assert holder.post(card, changed).status_code == 302

    document = file_it(holder, ready).document
    [first, *_] = document["actions"]
    assert (first["place"]["checked"], first["place"]["findings"]["qpv"]["answer"]) == (
        False,
        "yes",
    )
    assert document["holder"]["siret_state"] == "unverified"
    ready.structure.refresh_from_db()
    assert ready.structure.register_seen_on is None

    told = {verdict["rule"]: plain(verdict["reason"]) for verdict in verdicts_kept(ready)}
    assert "lieu placé à la main et non vérifié" in told["territory.priority"]
    assert "n’est pas vérifié" in told["holder.eligible_status"]


def verdicts_kept(dossier):
    return dossier.snapshots.get().verdicts


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_address_field_of_the_form_says_what_to_do_without_the_service(holder, services_away):
    answer = holder.get("/adresses/", {"q": "12 rue des Tilleuls"})
    assert (answer.status_code, answer.json()["results"]) == (200, [])
    assert "choisissez la commune" in answer.json()["message"]
