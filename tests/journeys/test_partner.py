"""A partner has thirty seconds, on a phone: from the e-mail to the word given."""

import pytest
from playwright.sync_api import expect

from passeurs.dossiers.models import PartnerInvitation
from tests.factories import dossiers as factory
from tests.factories import partners
from tests.journeys.pages import Screen
from tests.journeys.ways import assert_focus_was_seen, every_way

pytestmark = pytest.mark.browser
WRITE = "Votre message"


@pytest.fixture
def asked(call):
    """A dossier whose first partner was written to; the address of its page."""
    made = factory.complete_dossier(call)
    made.invitation, token = partners.invited(made, at=factory.AT, name="Cinéma Le Quercy")
    made.page = f"/partenaire/{token}/"
    return made


def state_of(made):
    return PartnerInvitation.objects.select_related("partner").get(pk=made.invitation.pk).state


@every_way
def test_a_partner_reads_corrects_and_confirms(open_page, asked, way, axe):
    hand = way.begin(open_page, asked.page)
    screen = Screen(hand)
    screen.is_titled("Lumières de Terre Rouge")
    screen.says("Action 1")
    if way.javascript:
        axe(hand.page)
    hand.page.locator("#corriger > summary").press("Enter")
    screen.write("Ce que vous faites dans le projet", "La grande salle, un samedi.")
    screen.press("Enregistrer mes corrections")
    screen.says("Vos corrections sont enregistrées")
    screen.write("Vos prénom et nom", "Théo Lam")
    screen.write("Votre qualité", "Directeur")
    screen.press("Confirmer notre part")
    screen.says("Votre part est confirmée")
    if way.javascript:
        axe(hand.page)
    assert state_of(asked) == "confirmed"
    assert_focus_was_seen(hand)


def test_the_page_fits_the_smallest_phone_and_says_it_was_read(open_page, asked):
    page = open_page(asked.page, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert state_of(asked) == "invited"
    with page.expect_response(lambda answer: answer.url.endswith("/ouverte/")):
        page.get_by_label("Votre qualité").click()
    assert state_of(asked) == "opened"


def test_what_is_being_written_survives_a_closed_page_and_goes_once(open_page, call):
    made = factory.complete_dossier(call)
    page = open_page(f"/dossiers/{made.pk}/echanges/", user=made.holder)
    page.get_by_label(WRITE).fill("Une question restée en plan.")
    page.goto("/dossiers/")
    page.goto(f"/dossiers/{made.pk}/echanges/")
    expect(page.get_by_label(WRITE)).to_have_value("Une question restée en plan.")
    expect(page.get_by_text("Votre brouillon est repris.")).to_be_visible()
    page.get_by_role("button", name="Envoyer").dblclick()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_label(WRITE)).to_have_value("")
    assert made.messages.count() == 1
