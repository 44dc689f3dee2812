"""Journey 10, opening an edition: last year's call of Occitanie becomes this year's, without code.

Somebody of the coordination takes the call back, moves and reviews its dates, puts the zonings of
the year, reads it as a holder will, opens it; then changes it while a dossier is being written,
having read first what the change does to it, and gives more time with a public notice.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from passeurs.calls.models import Edition
from tests.factories import calls, organisations
from tests.factories import dossiers as factory
from tests.journeys.ways import assert_focus_was_seen, every_way

pytestmark = pytest.mark.browser


@pytest.fixture
def source(transactional_db):
    return calls.edition("occitanie-2024")


@pytest.fixture
def agent(source):
    return organisations.team_member("coordination", source.coordination)


def press(hand, words):
    hand.press(hand.page.get_by_role("main").get_by_role("button", name=words).first)


def follow(hand, words):
    hand.follow(hand.page.get_by_role("main").get_by_role("link", name=words, exact=True).first)


def heading(hand, words):
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(words)


def french(day):
    return day.strftime("%d/%m/%Y")


def prepare(hand, year):
    follow(hand, "Éditions")
    heading(hand, "Les éditions")
    follow(hand, "Préparer une édition")
    heading(hand, "Préparer une édition")
    page = hand.page
    hand.choose(page.get_by_label(re.compile("^Repartir de")), "Passeurs d’images 2024")
    hand.write(page.get_by_label("Titre"), f"Passeurs d’images {year}")
    hand.write(page.get_by_label("Adresse de l’appel"), f"occitanie-{year}")
    hand.write(page.get_by_label("Année", exact=True), str(year))
    press(hand, "Préparer")
    heading(hand, f"Passeurs d’images {year}")


def review_dates(hand, today):
    """The call opened last month and closes in two; what comes after follows."""
    follow(hand, "Les dates")
    page = hand.page
    days = {
        "Ouverture de l’appel": today - timedelta(days=30),
        "Dernier jour pour prendre contact": today + timedelta(days=40),
        "Clôture du dépôt des dossiers": today + timedelta(days=60),
        "Bilan précédent, second envoi": today + timedelta(days=75),
        "Comité de sélection": today + timedelta(days=80),
        "Réponses aux porteurs": today + timedelta(days=90),
        "Début des actions": today + timedelta(days=100),
    }
    for label, day in days.items():
        hand.write(page.get_by_label(label, exact=True), french(day))
    for label in ("Demande d’autorisation de plein air", "Remise du bilan", "Fin des actions"):
        hand.write(page.get_by_label(label, exact=True), "")
    press(hand, "Enregistrer")
    expect(page.get_by_text("c’est enregistré")).to_be_visible()


def put_zonings(hand):
    follow(hand, "Les territoires")
    heading(hand, "Les territoires")
    page = hand.page
    hand.write(page.get_by_label("Quartiers prioritaires, millésime"), "2024")
    hand.choose(page.get_by_label("Zonage rural", exact=True), "France ruralités")
    hand.write(page.get_by_label("Zonage rural, millésime"), "2025")
    press(hand, "Enregistrer")


def open_call(hand, title):
    follow(hand, "Voir comme un porteur")
    expect(hand.page.get_by_text("c’est ce que lira un porteur")).to_be_visible()
    follow(hand, "Le formulaire")
    heading(hand, "Le formulaire")
    follow(hand, "Revenir à l’édition")
    follow(hand, "Ouvrir l’appel")
    heading(hand, "Ouvrir l’appel")
    for box in hand.page.get_by_role("checkbox").all():
        hand.tick(box)
    press(hand, "Publier l’appel")
    expect(hand.page.get_by_text("L’appel est publié.")).to_be_visible()
    heading(hand, title)


def lower_the_ceiling(hand, made):
    """Nothing changes before one has read what it does, and said why."""
    follow(hand, "L’aide et le budget")
    hand.write(hand.page.get_by_label(re.compile("^Plafond de l’aide")), "4 000")
    press(hand, "Voir ce que cela change")
    expect(hand.page.get_by_text(made.reference)).to_be_visible()
    expect(hand.page.get_by_text("Ne pourrait plus être déposé")).to_be_visible()
    hand.write(hand.page.get_by_label("Pourquoi cette modification"), "Enveloppe réduite")
    press(hand, "Modifier l’édition")
    expect(hand.page.get_by_text("L’édition est modifiée")).to_be_visible()


def give_more_time(hand, until):
    follow(hand, "Prolonger, avec un avis public")
    page = hand.page
    page.get_by_label("Nouvelle date de clôture").fill(until.isoformat())
    hand.write(page.get_by_label("Avis public"), "Dix jours de plus pour déposer.")
    press(hand, "Prolonger et publier")
    follow(hand, "La page publique")
    expect(page.get_by_text("Dix jours de plus pour déposer.")).to_be_visible()


@every_way
def test_last_years_call_is_taken_back_opened_changed_and_extended(way, open_page, agent, source):
    today = timezone.localdate()
    year = (today + timedelta(days=100)).year
    hand = way.begin(open_page, "/bureau/", user=agent)
    prepare(hand, year)
    review_dates(hand, today)
    put_zonings(hand)
    open_call(hand, f"Passeurs d’images {year}")
    edition = Edition.objects.get(slug=f"occitanie-{year}")
    assert edition.is_public
    made = factory.complete_dossier(edition, request="4800.00")
    lower_the_ceiling(hand, made)
    give_more_time(hand, today + timedelta(days=70))
    edition.refresh_from_db()
    assert edition.document()["money"]["ceiling"] == "4000.00"
    assert edition.milestone("filing_before").at_local.date() == today + timedelta(days=70)
    assert_focus_was_seen(hand)
