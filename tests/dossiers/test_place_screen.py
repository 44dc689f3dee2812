"""Placing an action, without any script: by an address, a click, the centre, coordinates."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from passeurs.territories.addresses import is_proven
from tests.factories import territories
from tests.factories.accounts import person

LON, LAT = 1.44, 44.45
pytestmark = pytest.mark.django_db


@pytest.fixture
def cahors(edition):
    vintage = edition.document()["territory"]["qpv_vintage"]
    territories.VintageFactory(vintage=vintage)
    territories.VintageFactory(kind="COMMUNES", vintage=2026)
    made = territories.CommuneFactory(insee="46042", name="Cahors", lon=LON, lat=LAT)
    territories.ZoneFactory(
        vintage=vintage,
        name="Terre Rouge",
        geometry=territories.square(LON, LAT, LON + 0.01, LAT + 0.01),
        communes=["46042"],
    )
    return made


@pytest.fixture
def action(draft, cahors):
    return draft.actions.create(position=1, title="Atelier", commune=cahors)


@pytest.fixture
def url(action, client):
    client.force_login(action.dossier.created_by)
    return reverse("dossiers:place", args=[action.dossier_id, action.pk])


def version(client, url):
    return re.search(r'name="_version" value="(\d+)"', client.get(url).content.decode())[1]


def place(client, url, query="", **data):
    return client.post(url + query, {"_version": version(client, url), **data})


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_map_opens_on_the_commune_and_names_its_quarters(client, url):
    page = text(client.get(url))
    assert "Terre Rouge" in page
    assert "Carte large de 8 km : 1 quartier prioritaire, autour de Cahors." in page


def test_a_click_places_the_action_where_it_was(client, url, action):
    response = place(client, url, f"?lat={LAT}&lon={LON}&z=4", **{"grande.x": 360, "grande.y": 200})
    assert response["Location"] == f"{url}?z=4"
    action.refresh_from_db()
    assert action.lon == pytest.approx(LON + 40 * 4_000 / 640 / (111_195 * 0.714), abs=2e-4)
    assert action.lat == pytest.approx(LAT + 40 * 4_000 / 640 / 111_195, abs=1e-4)
    assert action.findings["qpv"]["answer"] == "yes"
    assert "lieu placé à la main et non vérifié" in text(client.get(response["Location"]))


def test_the_small_map_reads_its_own_pixels(client, url, action):
    place(client, url, f"?lat={LAT}&lon={LON}&z=4", **{"petite.x": 175, "petite.y": 105})
    small = action.dossier.actions.get()
    assert small.lon == pytest.approx(LON + 35 * 4_000 / 280 / (111_195 * 0.714), abs=2e-4)


def test_the_centre_of_the_map_is_reached_without_a_pointer(client, url, action):
    place(client, url, "?lat=44.4412&lon=1.4455&z=5", centre="1")
    action.refresh_from_db()
    assert (action.lat, action.lon) == (44.4412, 1.4455)


def test_a_button_pressed_from_the_keyboard_aims_at_nothing_and_says_so(client, url, action):
    response = place(client, url, **{"grande.x": 0, "grande.y": 0})
    assert response.status_code == 422
    assert "Le clavier ne vise aucun point" in text(response)
    action.refresh_from_db()
    assert action.lat is None


@pytest.mark.parametrize(
    "data",
    [
        {"grande.x": -5, "grande.y": 10},
        {"grande.x": 9_999, "grande.y": 10},
        {"grande.x": "é" * 1_000, "grande.y": 1},
        {"petite.x": 400, "petite.y": 10},
        {"adresse": "forged:value"},
        {},
    ],
)
def test_what_is_no_place_changes_nothing(client, url, action, data):
    assert place(client, url, **data).status_code == 422
    action.refresh_from_db()
    assert action.lat is None


def test_coordinates_are_typed_with_a_comma_or_a_point(client, url, action):
    assert place(client, url, coordonnees="1", lat="44,4501", lon="1.4402").status_code == 302
    action.refresh_from_db()
    assert (action.lat, action.lon) == (44.4501, 1.4402)


@pytest.mark.parametrize("lat", ["", "nord", "91", "nan", "inf", "9" * 1_000, "😀"])
def test_wrong_coordinates_are_told_and_stay_typed(client, url, action, lat):
    response = place(client, url, coordonnees="1", lat=lat, lon="1.44")
    assert response.status_code == 422
    assert 'value="1.44"' in text(response)
    action.refresh_from_db()
    assert action.lat is None


@pytest.mark.parametrize(
    "query", ["?lat=nord&lon=1&z=x", "?z=99", "?lat=999&lon=999", "?z=-1", "?lat=nan"]
)
def test_a_view_that_makes_no_sense_falls_back_on_the_place(client, url, query):
    assert "autour de Cahors" in text(client.get(url + query))


def test_the_map_moves_by_links(client, url):
    page = text(client.get(url))
    north = re.search(r'href="(\?[^"#]+)#map-title" data-move="Nord"', page)[1].replace(
        "&amp;", "&"
    )
    moved = text(client.get(url + north))
    assert "Carte large de 8 km" in moved
    closest = text(client.get(f"{url}?z=6"))
    assert "Plus près" not in closest
    assert "Plus loin" not in text(client.get(f"{url}?z=0"))


def test_without_a_commune_the_map_waits(client, action, url):
    action.commune = None
    action.save()
    assert "Dites d’abord la commune" in text(client.get(url))


def test_a_commune_without_centre_opens_on_its_quarter(client, action, url, cahors):
    cahors.lon = cahors.lat = None
    cahors.save()
    assert "1 quartier prioritaire" in text(client.get(url))


@pytest.fixture
def service(http_peer, settings):
    cache.clear()
    settings.ADDRESS_URL = http_peer.url
    http_peer.answers = lambda path, query: {
        "features": [
            {
                "geometry": {"coordinates": [1.4455, 44.4555]},
                "properties": {
                    "label": "12 Rue des Tilleuls 46000 Cahors", "name": "12 Rue des Tilleuls",
                    "postcode": "46000", "citycode": "46042", "type": "housenumber",
                },
            }
        ]
    }  # fmt: skip
    return http_peer


def test_an_address_is_searched_chosen_and_proven(client, url, action, service):
    page = text(client.get(url, {"q": "12 rue des tilleuls"}))
    value = re.search(r'name="adresse" value="([^"]+)"', page)[1]
    place(client, url, adresse=value)
    action.refresh_from_db()
    assert (action.street, action.lat, action.lon) == ("12 Rue des Tilleuls", 44.4555, 1.4455)
    assert is_proven(action.place_proof, insee="46042", lat=action.lat, lon=action.lon)
    assert action.findings["qpv"]["answer"] == "yes"


def test_an_address_that_the_service_does_not_know_says_what_to_try(client, url, service):
    service.answers = lambda path, query: {"features": []}
    assert "Aucune adresse ne répond" in text(client.get(url, {"q": "nulle part"}))


def test_a_service_that_is_away_leaves_the_map(client, url, service):
    service.answers = lambda path, query: 500
    page = text(client.get(url, {"q": "12 rue"}))
    assert "Le service des adresses ne répond pas" in page
    assert "Carte large de" in page


def test_without_a_service_nothing_is_searched(client, url):
    page = text(client.get(url, {"q": "12 rue"}))
    assert "n’a pas de service d’adresses" in page


def test_a_street_rewritten_by_hand_is_no_longer_proven(client, url, action, service):
    page = text(client.get(url, {"q": "12 rue des tilleuls"}))
    place(client, url, adresse=re.search(r'name="adresse" value="([^"]+)"', page)[1])
    row = reverse("dossiers:row", args=[action.dossier_id, "actions", action.pk])
    data = {"_version": version(client, url), "street": "Derrière la gare"}
    assert client.post(row, data, headers={"X-Autosave": "1"}).status_code == 200
    action.refresh_from_db()
    assert (action.street, action.place_proof) == ("Derrière la gare", "")


def test_the_form_saves_then_opens_the_map(client, url, action):
    row = reverse("dossiers:row", args=[action.dossier_id, "actions", action.pk])
    data = {
        "_version": version(client, url),
        "title": "Atelier",
        "commune": "Cahors (46)",
        "_then": "lieu",
    }
    assert client.post(row, data)["Location"] == url


def test_a_place_changed_meanwhile_is_not_written_over(client, url, action):
    read = version(client, url)
    place(client, url, centre="1")
    response = client.post(
        f"{url}?lat=44.4&lon=1.4", {"_version": read, "centre": "1"}, follow=True
    )
    assert "Quelqu’un vient de changer ce lieu" in text(response)


def test_a_filed_dossier_keeps_its_place(client, url, action):
    type(action.dossier).objects.filter(pk=action.dossier_id).update(state="submitted")
    assert client.post(url, {"_version": "0", "centre": "1"}).status_code == 403
    page = text(client.get(url))
    assert "Sur la carte" in page
    assert "Chercher une adresse" not in page


def test_a_stranger_does_not_find_it(client, url):
    client.force_login(person("Ada", "Autre"))
    assert client.get(url).status_code == 404
    assert client.post(url, {}).status_code == 404


def test_tiles_are_shown_and_told_where_the_settings_name_them(client, url, settings):
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    page = text(client.get(url))
    assert 'href="https://tiles.example/' in page
    assert "Fond de carte fourni par un service extérieur" in page


def test_a_call_that_closed_meanwhile_says_so_and_keeps_the_place(client, url, action, monkeypatch):
    read = version(client, url)
    monkeypatch.setattr(type(action.dossier.edition), "is_closed", lambda self, *, at: True)
    response = client.post(url, {"_version": read, "centre": "1"}, follow=True)
    assert response.redirect_chain == [(url, 302)]
    action.refresh_from_db()
    assert action.lat is None
