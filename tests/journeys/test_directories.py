"""The directories in a real browser: a hall chosen in place, somebody taken up, one's own card."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from passeurs.dossiers.models import Action, Person
from passeurs.network.links import token_of
from passeurs.network.models import Practitioner
from passeurs.territories.models import Commune
from tests.factories import dossiers as factory
from tests.factories import network

pytestmark = pytest.mark.browser


@pytest.fixture
def action(call):
    Commune.objects.update(lat=44.45, lon=1.44)
    made = factory.dossier(call)
    network.venue(call.coordination, lat=44.46, lon=1.44, rooms=[180])
    return made.actions.create(
        position=1, title="La séance", nature="voir", commune=Commune.objects.get()
    )


@pytest.fixture
def section(action):
    url = reverse("dossiers:actions", args=[action.dossier_id])
    return f"{url}?ligne={action.key}"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_hall_nearby_is_chosen_without_leaving_the_action(open_page, action, section, width):
    page = open_page(section, user=action.dossier.holder, width=width)
    page.get_by_role("link", name="Salles à proximité").click()
    page.get_by_role("button", name="Choisir Cinéma Le Lanternon").click()
    name = page.get_by_label("salle ou lieu de diffusion")
    expect(name).to_have_value("Cinéma Le Lanternon")
    expect(name).to_be_focused()
    expect(page.get_by_role("combobox", name="Commune de la salle")).to_have_value("Cahors (46)")
    expect(page.locator('[data-saved="page"]')).to_contain_text("Enregistré à")
    page.reload()
    expect(name).to_have_value("Cinéma Le Lanternon")
    kept = Action.objects.get()
    assert (kept.venue_kind, kept.venue_insee) == ("cinema", "46042")


def test_the_list_closes_as_it_opened_and_says_so(open_page, action, section):
    page = open_page(section, user=action.dossier.holder)
    link = page.get_by_role("link", name="Salles à proximité")
    link.click()
    expect(link).to_have_attribute("aria-expanded", "true")
    link.press("Enter")
    expect(link).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("button", name="Choisir Cinéma Le Lanternon")).to_be_hidden()


def test_a_hall_is_chosen_without_a_script(open_page, action, section):
    page = open_page(section, user=action.dossier.holder, javascript=False)
    page.get_by_role("link", name="Salles à proximité").click()
    page.get_by_role("button", name="Choisir Cinéma Le Lanternon").click()
    expect(page.get_by_label("salle ou lieu de diffusion")).to_have_value("Cinéma Le Lanternon")


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_known_is_taken_up(open_page, action, section, javascript):
    made = action.dossier
    network.card(made.edition.coordination, made.structure, name="Coline Mazet")
    page = open_page(section, user=made.holder, javascript=javascript)
    box = page.locator("#personne-connue")
    box.fill("coline")
    if javascript:
        page.get_by_role("option", name="Coline Mazet").click()
    page.get_by_role("button", name="Reprendre", exact=True).click()
    if not javascript:
        page.get_by_role("button", name="Reprendre Coline Mazet").click()
    expect(page.get_by_label("prénom et nom")).to_have_value("Coline Mazet")
    assert Person.objects.get().practitioner == Practitioner.objects.get()


def test_one_agrees_and_takes_it_back_on_a_phone_without_a_script(open_page, call):
    card = network.card(call.coordination, name="Coline Mazet")
    address = reverse("network:link", args=[token_of(card)])
    page = open_page(address, javascript=False, width=320)
    page.get_by_role("button", name="J’accepte de paraître").click()
    expect(page.get_by_role("heading", name="Votre fiche paraît")).to_be_visible()
    page.goto("/intervenants/")
    expect(page.get_by_role("link", name="Coline Mazet")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Retirer ma fiche de l’annuaire").click()
    page.goto("/intervenants/")
    expect(page.get_by_role("link", name="Coline Mazet")).to_have_count(0)
