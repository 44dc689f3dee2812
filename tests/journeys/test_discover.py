"""Journey 1, « Découvrir »: from the home page to one's structure on the platform."""

import re

import pytest
from django_ox.testing import run_tasks
from playwright.sync_api import expect

from passeurs.accounts.models import User
from passeurs.contacts.models import Contact
from passeurs.organisations.models import Structure
from tests.factories.organisations import siret
from tests.journeys.pages import ContactForm, NewStructure, Profile, Screen, SelfTest, SignIn
from tests.journeys.ways import assert_focus_was_seen, every_way

pytestmark = pytest.mark.browser
EMAIL = "nadia.sarrazin@exemple.fr"


@every_way
def test_a_newcomer_finds_the_call_tests_a_project_writes_and_enters(
    way, open_page, call, smtp_peer
):
    hand = way.begin(open_page, "/")
    from_the_home_page_to_the_call(hand)
    the_self_test_answers_and_leads_to_the_coordination(hand)
    the_message_is_kept_and_acknowledged(hand, smtp_peer)
    a_code_opens_the_account(hand, smtp_peer)
    the_structure_is_registered(hand)
    assert_focus_was_seen(hand)


def from_the_home_page_to_the_call(hand):
    home = Screen(hand)
    home.is_titled("La lumière passe de main en main")
    home.follow("Lire l’appel")
    home.is_titled("Passeurs d’images")
    home.says("Ce que l’appel demande")
    home.follow("Tester mon projet")


def the_self_test_answers_and_leads_to_the_coordination(hand):
    test = SelfTest(hand)
    test.is_titled("Mon projet est-il éligible")
    test.answer_all()
    test.says("Nombre d’actions")
    test.says("Ce qui est acquis")
    test.press("Écrire à la coordination")


def the_message_is_kept_and_acknowledged(hand, smtp_peer):
    form = ContactForm(hand)
    form.is_titled("Parlons de votre projet")
    form.write_to_the_coordination(
        structure="MJC des Tilleuls",
        city="Cahors",
        name="Nadia Sarrazin",
        email=EMAIL,
        message="Un atelier et deux séances à Terre Rouge.",
    )
    form.is_titled("Merci, c’est bien arrivé")
    contact = Contact.objects.get()
    assert "Nombre d’actions" in contact.selftest_summary
    run_tasks(raise_failures=True)
    assert {mail["To"] for mail in smtp_peer.mails} == {EMAIL, contact.coordination.email}


def a_code_opens_the_account(hand, smtp_peer):
    smtp_peer.raw.clear()
    screen = SignIn(hand)
    screen.follow("Se connecter", within=hand.page.get_by_role("banner"))
    screen.ask_for_a_code(EMAIL)
    screen.type_the_code(code_in(smtp_peer.mails[-1]))
    profile = Profile(hand)
    profile.is_titled("Bienvenue")
    profile.say_one_s_name("Nadia", "Sarrazin")
    profile.is_titled("Mes dossiers")
    assert User.objects.get().get_full_name() == "Nadia Sarrazin"


def code_in(mail):
    return re.search(r"\b\d{6}\b", mail.get_body(("plain",)).get_content()).group()


def the_structure_is_registered(hand):
    number = siret()
    screen = NewStructure(hand)
    screen.follow("Ouvrir un dossier")
    screen.says("D’abord, votre structure")
    screen.follow("Enregistrer ma structure")
    screen.register(name="MJC des Tilleuls", siret=number)
    screen.is_titled("Ouvrir un dossier")
    expect(screen.main.get_by_role("radio", name="MJC des Tilleuls")).to_be_checked()
    structure = Structure.objects.get()
    assert (structure.siret, structure.commune.name) == (number, "Cahors")
    assert structure.memberships.get().role == "representative"
