"""Journey 5, « Instruire »: recevabilité, opinion, amount proposed, the ministry's form."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.instruction.models import OnlineForm, Sheet
from tests.factories import dossiers as factory
from tests.factories import organisations
from tests.journeys.pages import Screen
from tests.journeys.ways import assert_focus_was_seen, every_way

pytestmark = pytest.mark.browser
OPINION = "Projet solide, bien entouré. À soutenir."
DOUBT = "Qui accompagne le groupe le soir ?"


@pytest.fixture
def filed(call):
    made = factory.complete_dossier(call)
    submit_dossier(made, by=made.holder, at=factory.AT + timedelta(hours=1))
    return made


@pytest.fixture
def agent(call):
    return organisations.team_member("coordination", call.coordination, first_name="Salomé")


def at_desk(dossier, page=""):
    return f"/bureau/dossiers/{dossier.pk}/{page}"


@every_way
def test_a_dossier_is_said_admissible_then_instructed(open_page, way, filed, agent):
    seen = {"user": agent, "expect": ["422"]}  # too much is refused first
    hand = way.begin(open_page, at_desk(filed, "recevabilite/"), **seen)
    check(hand, filed)
    hand.page.goto(at_desk(filed, "fiche/"))
    write_the_sheet(hand, way)
    hand.page.goto(at_desk(filed, "formulaire-drac/"))
    copy_the_form(hand)
    assert_focus_was_seen(hand)
    holder = way.begin(open_page, f"/dossiers/{filed.pk}/relecture/", user=filed.holder)
    Screen(holder).says("Votre dossier est recevable")
    for secret in (OPINION, DOUBT, "4\u202f321"):
        expect(holder.page.get_by_text(secret)).to_have_count(0)


def check(hand, dossier):
    """Look at the documents, one promised for later; say the dossier admissible."""
    screen = Screen(hand)
    screen.press(re.compile("^Vérifiée : CV"))
    screen.says("Vérifiée par Salomé")
    screen.press("Dire le dossier recevable")
    screen.says("Le porteur l’a reçu par e-mail")
    dossier.refresh_from_db()
    assert dossier.state == "admissible"


def write_the_sheet(hand, way):
    """Too much first: the bound is named; then what holds, written and shared."""
    screen = Screen(hand)
    screen.write("Doutes, questions à poser", DOUBT)
    screen.answer("Avis", "Favorable")
    screen.answer("Priorité", "Priorité 1")
    screen.write("Avis motivé", OPINION)
    screen.write("Montant proposé", "4900")
    if way.javascript:
        expect(hand.page.locator(".msg-no")).to_contain_text("on ne peut pas proposer davantage")
        screen.write("Montant proposé", "4321")
        expect(hand.page.locator(".msg-no")).to_have_count(0)  # the server has said so
        expect(hand.page.locator("[data-saved]")).to_contain_text(re.compile(r"Enregistré à \d"))
    else:
        screen.press("Enregistrer")
        expect(hand.page.locator("#erreurs")).to_contain_text("on ne peut pas proposer davantage")
        screen.write("Montant proposé", "4321")
        screen.press("Enregistrer")
        expect(hand.page.locator(".messages")).to_contain_text(re.compile(r"Enregistré à \d"))
    screen.press("La fiche est écrite")
    screen.says("Écrite")
    screen.press("Partager l’avis avec la DRAC")
    confirmed(hand)
    screen.says("Partagée")
    sheet = Sheet.objects.get()
    assert (sheet.opinion, sheet.priority, sheet.amount_proposed) == ("favourable", 1, 4321)
    assert (sheet.state, sheet.is_shared) == ("written", True)


def confirmed(hand):
    """Answer the dialog that a deed of consequence opens, where there is a script."""
    dialog = hand.page.get_by_role("dialog")
    if dialog.count():
        hand.press(dialog.get_by_role("button", name="Confirmer"))


def copy_the_form(hand):
    """Read the fields in the form's order; keep the number that the ministry gave."""
    screen = Screen(hand)
    screen.says("Votre région d’intervention")
    screen.says("À répondre en ligne")
    screen.write("Numéro du dossier en ligne", "12345678")
    screen.write("Son adresse", "https://demarche.numerique.gouv.fr/dossiers/12345678")
    screen.press("Garder")
    screen.says("Ouvrir le dossier en ligne")
    assert OnlineForm.objects.get().number == "12345678"


@every_way
def test_a_dossier_that_is_not_admissible_is_told_why_and_how_to_contest_it(
    open_page, way, filed, agent
):
    filed.budgetlines.filter(funder_kind="drac").update(amount=5500)
    seen = {"user": agent, "expect": ["422"]}  # too much is refused first
    hand = way.begin(open_page, at_desk(filed, "recevabilite/"), **seen)
    screen = Screen(hand)
    screen.says("Plafond de l’aide")
    hand.unfold(hand.page.locator("details", has_text="Le dire irrecevable").first)
    screen.write("Autre motif, en vos mots", "Le budget est à revoir entièrement.")
    screen.press("Dire le dossier irrecevable")
    confirmed(hand)
    screen.says("le porteur reçoit la lettre")
    assert_focus_was_seen(hand)
    holder = Screen(way.begin(open_page, f"/dossiers/{filed.pk}/relecture/", user=filed.holder))
    holder.says("Votre dossier n’est pas recevable")
    holder.says("Le budget est à revoir entièrement.")
    holder.says("Contester cette décision")
