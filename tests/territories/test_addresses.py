"""The address service: the real one (addok), then one that answers badly."""

import json
import os
from pathlib import Path

import pytest
from django.core.cache import cache

from passeurs.territories.addresses import is_proven, proof_of, search_addresses
from tests.factories.territories import CommuneFactory, FormerCodeFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("PASSEURS_SHARED_DATA") or ROOT.parent / "shared" / "data")


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cahors():
    return CommuneFactory(insee="46042", name="Cahors")


@pytest.fixture
def service(http_peer, settings):
    settings.ADDRESS_URL = f"{http_peer.url}/search"
    return http_peer


def feature(**properties):
    told = {"label": "12 Rue des Tilleuls 46000 Cahors", "name": "12 Rue des Tilleuls"}
    told |= {"postcode": "46000", "citycode": "46042", "type": "housenumber"} | properties
    return {"geometry": {"type": "Point", "coordinates": [1.4411, 44.4476]}, "properties": told}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def test_the_real_service_finds_a_number_in_a_street(addok, settings, cahors):
    settings.ADDRESS_URL = addok
    [found, *_] = search_addresses("12 rue des tilleuls cahors")
    assert (found.street, found.commune, found.hint) == (
        "12 Rue des Tilleuls",
        cahors,
        "46000 Cahors",
    )
    assert (found.lat, found.lon) == (44.4476, 1.4411)


def test_the_real_service_completes_what_is_typed_and_forgives_accents(addok, settings, cahors):
    settings.ADDRESS_URL = addok
    assert "Place de l’Égalité" in {found.street for found in search_addresses("place de l'egal")}
    assert {found.street for found in search_addresses("caho")} >= {""}


def test_the_real_service_finds_nothing_in_nonsense(addok, settings, cahors):
    settings.ADDRESS_URL = addok
    assert search_addresses("zzzzqqqq") == []


@pytest.mark.official
@pytest.mark.skipif(not DATA.is_dir(), reason=f"fichiers officiels absents : {DATA}")
def test_the_recorded_answer_of_the_national_service_is_read(service):
    CommuneFactory(insee="75056", name="Paris", department="75")
    CommuneFactory(insee="77001", name="Achères-la-Forêt", department="77")
    recorded = json.loads((DATA / "ban_search_paris.json").read_text(encoding="utf-8"))
    service.answers = lambda path, query: recorded
    found = search_addresses("paris")
    assert [str(one.commune) for one in found[:2]] == ["Paris (75)", "Achères-la-Forêt (77)"]
    assert [one.street for one in found[:2]] == ["", "Paris Foret"]
    assert (found[0].lat, found[0].lon) == (48.859, 2.347)


def test_a_municipal_district_leads_to_its_commune(service):
    paris = CommuneFactory(insee="75056", name="Paris", department="75")
    FormerCodeFactory(code="75107", commune=paris)
    service.answers = lambda path, query: collection(feature(citycode="75107"))
    assert search_addresses("20 avenue")[0].commune == paris


def test_a_place_out_of_the_known_communes_is_left_out(service, cahors):
    service.answers = lambda path, query: collection(feature(citycode="99999"), feature())
    assert len(search_addresses("12 rue")) == 1


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "text",
        {},
        {"properties": {}, "geometry": {"coordinates": []}},
        {"properties": None, "geometry": None},
        {"properties": {"citycode": "46042", "label": "x"}, "geometry": {"coordinates": [999, 1]}},
        {"properties": {"label": "x"}, "geometry": {"coordinates": [1, 44]}},
        {"properties": {"citycode": "46042"}, "geometry": {"coordinates": ["a", "b"]}},
    ],
)
def test_a_broken_feature_is_left_out_and_the_others_stay(service, cahors, broken):
    service.answers = lambda path, query: collection(broken, feature())
    assert len(search_addresses("12 rue")) == 1


@pytest.mark.parametrize("answer", [500, b"<html>", [], {"features": None}, {"error": "quota"}])
def test_an_answer_that_is_none_says_that_the_service_is_away(service, cahors, answer):
    service.answers = lambda path, query: answer
    assert search_addresses("12 rue") is None


def test_a_switched_off_service_is_away_and_too_short_a_text_is_not_asked(service, settings):
    assert search_addresses(" a ") == []
    assert service.asked == []
    settings.ADDRESS_URL = ""
    assert search_addresses("12 rue") is None


def test_a_text_without_end_is_cut(service, cahors):
    service.answers = lambda path, query: collection(feature(label="x" * 9_000, name="y" * 9_000))
    [found] = search_addresses("é" * 100_000)
    assert len(service.asked[0][1]["q"]) == 200
    assert len(found.street) == 200


def test_two_queries_whatever_is_found(service, cahors, django_assert_num_queries):
    service.answers = lambda path, query: collection(feature(), feature(name="Autre rue"))
    with django_assert_num_queries(2):
        assert len(search_addresses("12 rue")) == 2


def test_a_point_is_proven_only_as_the_service_gave_it():
    proof = proof_of("46042", 44.4476, 1.4411)
    assert is_proven(proof, insee="46042", lat=44.4476, lon=1.4411)
    assert not is_proven(proof, insee="46042", lat=44.4477, lon=1.4411)
    assert not is_proven(proof, insee="46043", lat=44.4476, lon=1.4411)
    assert not is_proven(proof, insee="46042", lat=None, lon=None)
    assert not is_proven("46042 44.447600 1.441100:forged", insee="46042", lat=44.4476, lon=1.4411)
    assert not is_proven("", insee="46042", lat=44.4476, lon=1.4411)
