"""Journey 7, « Vivre le projet »: an event, from its announcement to the certificate."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from passeurs.events.actions.attendance import issue_certificates
from passeurs.events.models import Certificate, Event, Registration
from tests.factories import events as factory
from tests.factories import organisations
from tests.factories.accounts import person
from tests.journeys.pages import Screen
from tests.journeys.ways import assert_focus_was_seen, every_way

pytestmark = pytest.mark.browser
TITLE = "Rencontre de printemps"


@pytest.fixture
def region(call):
    return call.coordination


@pytest.fixture
def agent(region):
    return organisations.team_member("coordination", region, first_name="Salomé")


@pytest.fixture
def holder(region):
    made = person("Nadia", "Sarrazin")
    organisations.structure(representative=made, name="MJC des Tilleuls", known_to=[region])
    return made


@every_way
def test_an_event_is_announced_filled_signed_and_certified(open_page, way, agent, holder):
    hand = way.begin(open_page, "/bureau/rencontres/", user=agent, expect=["422"])
    announce(Screen(hand))
    event = Event.objects.get()
    come(open_page, way, event, holder)
    late = other_who_waits(event)
    give_up_and_come_back(open_page, way, event, holder, late)
    today(event)
    sign(hand, event)
    assert_focus_was_seen(hand)
    assert issue_certificates(at=timezone.now()) == 1
    read = Screen(way.begin(open_page, f"/rencontres/{event.pk}/", user=late.user))
    expect(read.main.get_by_role("link", name="Mon attestation")).to_be_visible()
    read.says(Certificate.objects.get().number)


def announce(screen):
    """Dates in the wrong order first; then what holds, and the registrations open."""
    screen.follow("Préparer une rencontre")
    screen.is_titled("Préparer une rencontre")
    screen.choose("Nature", "Rencontre régionale")
    screen.write("Titre", TITLE, exact=True)
    screen.pick_day("Jour", DAY)
    screen.write("De", "17:00", exact=True)
    screen.write("À", "9:30", exact=True)
    screen.write(re.compile("^Lieu"), "Cinéma Le Quercy")
    screen.write(re.compile("^Commune"), "Cahors (46)")
    screen.write("Places", "4", exact=True)
    screen.pick_day("Au", DAY)
    tick(screen, "un repas est prévu")
    tick(screen, "des jeunes peuvent venir")
    screen.press("Enregistrer")
    expect(screen.page.locator("#erreurs")).to_contain_text("La fin vient après le début")
    expect(screen.box("Titre")).to_have_value(TITLE)
    screen.write("De", "9:30", exact=True)
    screen.write("À", "17:00", exact=True)
    screen.press("Enregistrer")
    screen.is_titled(TITLE)
    screen.press("Ouvrir les inscriptions")
    screen.says("Ouverte")


DAY = (timezone.localdate() + timedelta(days=60)).replace(month=4, day=4)
DAY = DAY if timezone.localdate() + timedelta(days=10) < DAY else DAY.replace(year=DAY.year + 1)


def tick(screen, label):
    screen.hand.tick(screen.main.get_by_role("checkbox", name=re.compile(label, re.IGNORECASE)))


def come(open_page, way, event, holder):
    """Nadia reads the public page, then takes the four places."""
    screen = Screen(way.begin(open_page, f"/rencontres/{event.pk}/", user=holder))
    screen.follow("Je viens")
    screen.is_titled("S’inscrire")
    screen.write("Jeunes", "3", exact=True)
    screen.tick("À savoir pour la cuisine", "Sans aucun produit animal")
    screen.press("M’inscrire")
    screen.says("Vous êtes inscrit.")
    assert_focus_was_seen(screen.hand)
    assert Registration.objects.get().size == 4


def other_who_waits(event):
    return factory.registered(event, at=timezone.now())


def give_up_and_come_back(open_page, way, event, holder, late):
    """Her places go to who waited; she then waits in turn."""
    screen = Screen(way.begin(open_page, f"/rencontres/{event.pk}/", user=holder))
    screen.press("Je ne viens plus")
    dialog = screen.page.get_by_role("dialog")
    if way.javascript:
        screen.hand.press(dialog.get_by_role("button", name="Annuler mon inscription"))
    expect(screen.page.locator(".messages")).to_contain_text("Merci d’avoir prévenu")
    late.refresh_from_db()
    assert (late.state, Registration.objects.get(user=holder).state) == ("registered", "cancelled")


def today(event):
    now = timezone.now()
    Event.objects.update(
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=2), closes_at=now
    )


def sign(hand, event):
    """One tap, taken back, then the right one; the event is said to have been held."""
    hand.page.goto(f"/bureau/rencontres/{event.pk}/emargement/")
    screen = Screen(hand)
    name = re.compile("^Absent")
    hand.press(screen.main.get_by_role("button", name=name).first)
    hand.press(screen.main.get_by_role("button", name=re.compile("^Reprendre")).first)
    hand.press(screen.main.get_by_role("button", name=re.compile("^Présent")).first)
    expect(screen.main.locator(".signing")).to_contain_text("Présent")
    screen.follow("J’ai fini d’émarger")
    screen.press("Elle a eu lieu")
    dialog = hand.page.get_by_role("dialog")
    if dialog.count():
        hand.press(dialog.get_by_role("button", name="Elle a eu lieu"))
    expect(screen.page.locator(".messages")).to_contain_text("Les attestations partent")
