"""The business register: its answers, good and bad, and what the screens do of them."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache

from passeurs.organisations.enums import LegalStatus
from passeurs.organisations.models import Structure
from passeurs.organisations.register import find, legal_status, look_up, see
from passeurs.organisations.tasks import read_register
from tests.factories import organisations
from tests.factories.accounts import person
from tests.factories.territories import CommuneFactory
from tests.peers.http import cut, redirect

AT = datetime(2027, 1, 15, 12, tzinfo=UTC)
NEW = "/structures/nouvelle/"
ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("PASSEURS_SHARED_DATA") or ROOT.parent / "shared" / "data")
pytestmark = pytest.mark.django_db


@pytest.fixture
def service(http_peer, settings):
    cache.clear()
    settings.REGISTER_URL = f"{http_peer.url}/search"
    yield http_peer
    cache.clear()


@pytest.fixture
def cahors():
    return CommuneFactory(insee="46042", name="Cahors")


def establishment(siret, **changes):
    return {
        "siret": siret,
        "activite_principale": "90.01Z",
        "adresse": "12 RUE DES TILLEULS 46000 CAHORS",
        "code_postal": "46000",
        "commune": "46042",
        "etat_administratif": "A",
    } | changes


def company(siret, **changes):
    return {
        "siren": siret[:9],
        "nom_raison_sociale": "LES LANTERNES INVENTEES",
        "sigle": "LLI",
        "nature_juridique": "9220",
        "etat_administratif": "A",
        "siege": establishment(siret),
        "matching_etablissements": [],
        "complements": {"identifiant_association": "W461234567"},
    } | changes


def answer(*results):
    return lambda path, query: {"results": list(results), "total_results": len(results)}


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_siret_leads_to_its_establishment(service, cahors):
    siret = organisations.siret()
    service.answers = answer(company(siret))
    [record] = find(f"{siret[:3]} {siret[3:9]} {siret[9:]}")
    assert service.asked[0][1]["q"] == siret
    assert record.initial() == {
        "siret": siret,
        "name": "LES LANTERNES INVENTEES",
        "acronym": "LLI",
        "ape": "90.01Z",
        "rna": "W461234567",
        "street": "12 RUE DES TILLEULS",
        "postcode": "46000",
        "commune": cahors,
        "legal_status": "association",
    }
    assert record.is_open
    assert record.place == "46000 Cahors"


def test_the_establishment_asked_for_comes_before_the_head_office(service, cahors):
    office = organisations.siret()
    other = organisations._keyed(f"{office[:9]}0002")
    found = company(office, matching_etablissements=[establishment(other, etat_administratif="F")])
    service.answers = answer(found)
    assert look_up(other)[1].siret == other
    assert not look_up(other)[1].is_open
    assert look_up(office)[1].siret == office


@pytest.mark.parametrize(
    ("nature", "ape", "status"),
    [
        ("9220", "", LegalStatus.ASSOCIATION),
        ("9230", "", LegalStatus.ASSOCIATION),
        ("9240", "", LegalStatus.OTHER_PRIVATE),
        ("7210", "84.11Z", LegalStatus.COMMUNE),
        ("7346", "", LegalStatus.EPCI),
        ("7344", "", LegalStatus.EPCI),
        ("7120", "", LegalStatus.OTHER_PUBLIC),
        ("4110", "", LegalStatus.OTHER_PUBLIC),
        ("5710", "59.14Z", LegalStatus.PRIVATE_CULTURAL),
        ("5710", "47.11F", LegalStatus.OTHER_PRIVATE),
        ("", "", ""),
        ("ABCD", "", ""),
    ],
)
def test_a_legal_category_tells_the_status_of_the_call(nature, ape, status):
    assert legal_status(nature, ape) == status


@pytest.mark.parametrize(
    "result",
    [
        None,
        "text",
        {},
        {"siege": None},
        {"siege": {"siret": "123"}},
        {"siege": {"siret": 12345678901234}, "nom_complet": 5},
        {"siege": [], "matching_etablissements": [None]},
    ],
)
def test_a_broken_result_is_left_out_and_the_others_stay(service, cahors, result):
    siret = organisations.siret()
    service.answers = answer(result, company(siret))
    assert [record.siret for record in find("lanternes")] == [siret]


@pytest.mark.parametrize(
    "bad",
    [
        500,
        429,
        b"<html>maintenance</html>",
        {"erreur": "trop de demandes"},
        [],
        {"results": "none"},
        redirect("/ailleurs"),
        cut(b'{"results": [', announced=9_000),
        b'{"results": "' + b"x" * 1_100_000 + b'"}',
    ],
    ids=["500", "429", "html", "error", "list", "text", "redirect", "cut", "huge"],
)
def test_a_register_that_answers_badly_is_away(service, bad):
    service.answers = lambda path, query: bad
    assert find("lanternes") is None
    assert look_up(organisations.siret()) == (False, None)


def test_two_letters_are_not_asked_and_a_text_without_end_is_cut(service):
    service.answers = answer()
    assert find(" a ") == []
    assert service.asked == []
    find("é" * 100_000)
    assert len(service.asked[0][1]["q"]) == 120


@pytest.mark.official
@pytest.mark.skipif(not DATA.is_dir(), reason=f"réponses enregistrées absentes : {DATA}")
@pytest.mark.parametrize(
    ("name", "siret", "status"),
    [("dinum", "13002526500013", "other_public"), ("epci", "20006541500016", "commune")],
)
def test_the_recorded_answers_are_read(service, name, siret, status):
    recorded = json.loads(
        (DATA / f"api_recherche_entreprises_{name}.json").read_text(encoding="utf-8")
    )
    service.answers = lambda path, query: recorded
    record = look_up(siret)[1]
    assert (record.legal_status, record.ape, record.is_open) == (status, "84.11Z", True)
    assert record.street


def test_what_the_register_says_is_kept_with_its_date(service):
    structure = organisations.structure()
    service.answers = answer(company(structure.siret))
    assert see(structure, at=AT)
    structure.refresh_from_db()
    assert (structure.register_state, f"{structure.register_seen_on}") == ("open", "2027-01-15")
    assert structure.siret_state == "unverified"


def test_a_closed_or_unknown_establishment_is_kept_as_such(service):
    closed, unknown = organisations.structure(), organisations.structure()
    service.answers = answer(company(closed.siret, etat_administratif="C"))
    see(closed, at=AT)
    see(unknown, at=AT)
    kept = Structure.objects.in_bulk([closed.pk, unknown.pk])
    assert (kept[closed.pk].register_state, kept[unknown.pk].register_state) == (
        "closed",
        "unknown",
    )


def test_away_the_register_keeps_nothing(service):
    structure = organisations.structure()
    service.answers = lambda path, query: 500
    assert not see(structure, at=AT)
    structure.refresh_from_db()
    assert structure.register_seen_on is None
    assert not see(organisations.structure(siret=None), at=AT)


def test_at_night_those_it_never_saw_are_read_until_it_goes_away(service):
    known = [organisations.structure() for _ in range(3)]
    service.answers = lambda path, query: 500
    read_register.call()
    assert len(service.asked) == 1
    cache.clear()
    service.answers = lambda path, query: {"results": [company(query["q"])]}
    read_register.call()
    assert Structure.objects.filter(register_state="open").count() == len(known)
    asked = len(service.asked)
    read_register.call()
    assert len(service.asked) == asked


# ------------------------------------------------------------------------------------- the screen


@pytest.fixture
def ada(client):
    client.force_login(person("Ada", "Nouvelle"))
    return client


def test_a_structure_is_found_and_fills_the_card(ada, service, cahors):
    siret = organisations.siret()
    service.answers = answer(company(siret))
    page = text(ada.get(NEW, {"registre": "lanternes", "next": "/dossiers/"}))
    assert f"?siret={siret}&amp;next=/dossiers/" in page
    page = text(ada.get(NEW, {"siret": siret}))
    assert "La fiche est remplie d’après le registre" in page
    assert 'value="LES LANTERNES INVENTEES"' in page
    assert 'value="Cahors (46)"' in page


def test_a_registered_structure_is_seen_in_the_register(ada, service, cahors):
    siret = organisations.siret()
    service.answers = answer(company(siret))
    data = {
        "name": "Les Lanternes",
        "siret": siret,
        "legal_status": "association",
        "actor_kind": "cultural",
    }
    assert ada.post(NEW, data).status_code == 302
    assert Structure.objects.get().register_state == "open"


def test_a_closed_establishment_is_warned_of(ada, service, cahors):
    siret = organisations.siret()
    service.answers = answer(company(siret, siege=establishment(siret, etat_administratif="F")))
    assert "Fermé d’après le registre" in text(ada.get(NEW, {"registre": siret}))
    assert "cet établissement est fermé" in text(ada.get(NEW, {"siret": siret}))


def test_one_that_is_here_already_is_said_to_be(ada, service, cahors):
    siret = organisations.structure().siret
    service.answers = answer(company(siret))
    assert "Déjà sur Passeurs" in text(ada.get(NEW, {"registre": siret}))


def test_nothing_found_says_what_to_try(ada, service):
    service.answers = answer()
    assert "Le registre ne connaît pas « zzz »" in text(ada.get(NEW, {"registre": "zzz"}))


def test_a_register_that_is_away_lets_one_go_on(ada, service):
    service.answers = lambda path, query: 500
    page = text(ada.get(NEW, {"registre": "lanternes"}))
    assert "Le registre des entreprises ne répond pas" in page
    data = {
        "name": "Les Lanternes",
        "siret": organisations.siret(),
        "legal_status": "association",
        "actor_kind": "cultural",
    }
    assert ada.post(NEW, data).status_code == 302
    assert Structure.objects.get().register_seen_on is None


def test_switched_off_the_screen_does_not_speak_of_it(ada):
    assert "registre des entreprises" not in text(ada.get(NEW))
    assert "au registre" not in text(ada.get(NEW, {"registre": "x", "siret": "1"}))


def test_a_changed_siret_is_read_again_and_the_old_answer_forgotten(ada, service):
    user = person("Nadia", "Sarrazin")
    structure = organisations.structure(representative=user, register_state="open")
    ada.force_login(user)
    new = organisations.siret()
    service.answers = lambda path, query: 500
    data = {
        "name": structure.name,
        "siret": new,
        "legal_status": "association",
        "actor_kind": "cultural",
    }
    assert ada.post(f"/structures/{structure.pk}/", data).status_code == 302
    structure.refresh_from_db()
    assert (structure.siret, structure.register_state) == (new, "")
    assert service.asked[0][1]["q"] == new
