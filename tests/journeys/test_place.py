"""Where an action is: an address proposed as one types, a click on the map, the keyboard alone."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from passeurs.dossiers.models import Action
from passeurs.territories.models import Commune
from tests.factories import dossiers as factory
from tests.factories import territories

pytestmark = pytest.mark.browser


@pytest.fixture
def action(call):
    vintage = call.qpv_vintage
    territories.VintageFactory(vintage=vintage)
    territories.VintageFactory(kind="COMMUNES", vintage=2026)
    cahors = Commune.objects.get(pk="46042")
    cahors.lon, cahors.lat = 1.44, 44.45
    cahors.save()
    around = territories.square(1.44, 44.45, 1.45, 44.46)
    territories.ZoneFactory(vintage=vintage, geometry=around, communes=["46042"])
    made = factory.dossier(call)
    return made.actions.create(position=1, title="Atelier", commune=cahors)


@pytest.fixture
def place(action):
    return reverse("dossiers:place", args=[action.dossier_id, action.pk])


def point(action):
    return Action.objects.values_list("lat", "lon").get(pk=action.pk)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_click_on_the_map_places_the_action(open_page, action, place, javascript, width):
    page = open_page(place, user=action.dossier.holder, javascript=javascript, width=width)
    board = page.locator(".board input:visible")
    box = board.bounding_box()
    board.click(position={"x": box["width"] * 0.55, "y": box["height"] * 0.45})
    expect(page.locator("svg .marker")).to_be_visible()
    expect(page.locator("[data-place] [role=status]").first).to_contain_text("quartier prioritaire")
    lat, lon = point(action)
    assert (lat, lon) == pytest.approx((44.4527, 1.445), abs=6e-4)


def test_the_keyboard_moves_the_map_and_places_at_its_middle(open_page, action, place):
    page = open_page(place, user=action.dossier.holder)
    page.locator(".board input:visible").focus()
    before = page.locator("svg.ground").get_attribute("aria-label")
    page.keyboard.press("+")
    expect(page.locator("svg.ground")).not_to_have_attribute("aria-label", before)
    page.keyboard.press("ArrowUp")
    expect(page.locator(".board input:visible")).to_be_focused()
    expect(page.locator("form.place-map")).to_have_attribute("action", re.compile("lat=44.46"))
    page.keyboard.press("Enter")
    expect(page.locator("svg .marker")).to_be_visible()
    assert point(action)[0] > 44.455


def test_without_a_script_links_move_the_map_and_a_button_places(open_page, action, place):
    page = open_page(place, user=action.dossier.holder, javascript=False)
    page.get_by_role("link", name="Nord").click()
    page.get_by_role("button", name="Placer l’action au centre de la carte").click()
    expect(page.get_by_text("Le lieu est placé.")).to_be_visible()
    assert point(action)[0] > 44.46


def test_an_address_proposed_fills_the_action(open_page, action, http_peer, settings):
    cache.clear()
    settings.ADDRESS_URL = http_peer.url
    told = {
        "label": "12 Rue des Tilleuls 46000 Cahors", "name": "12 Rue des Tilleuls",
        "postcode": "46000", "citycode": "46042", "type": "housenumber",
    }  # fmt: skip
    found = {"features": [{"geometry": {"coordinates": [1.4455, 44.4555]}, "properties": told}]}
    http_peer.answers = lambda path, query: found
    url = reverse("dossiers:actions", args=[action.dossier_id]) + f"?ligne={action.key}"
    page = open_page(url, user=action.dossier.holder)
    street = page.get_by_label("Adresse", exact=False).first
    street.press_sequentially("12 rue des til", delay=5)
    page.get_by_role("option", name="12 Rue des Tilleuls").wait_for()
    street.press("ArrowDown")
    street.press("Enter")
    expect(street).to_have_value("12 Rue des Tilleuls")
    expect(page.locator(f"#{action.key}-zonages")).to_contain_text("Dans le quartier prioritaire")
    kept = Action.objects.get(pk=action.pk)
    assert (kept.street, kept.lat, kept.lon) == ("12 Rue des Tilleuls", 44.4555, 1.4455)
    assert kept.place_proof


def test_an_address_service_that_is_away_says_what_to_do(open_page, action, http_peer, settings):
    cache.clear()
    settings.ADDRESS_URL = http_peer.url
    http_peer.answers = lambda path, query: 500
    url = reverse("dossiers:actions", args=[action.dossier_id]) + f"?ligne={action.key}"
    page = open_page(url, user=action.dossier.holder)
    page.get_by_label("Adresse", exact=False).first.press_sequentially("12 rue des til", delay=5)
    expect(page.locator(".picker .hint")).to_contain_text("ne répond pas")
    expect(page.locator(f"#{action.key}").get_by_text("Enregistré à").first).to_be_visible()
    cache.clear()
