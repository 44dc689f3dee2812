"""Nothing is lost: the line drops, the session lapses, a colleague writes, the call closes."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from passeurs.calls.models import Edition
from passeurs.dossiers.models import Project, Snapshot
from tests.factories import dossiers as factory
from tests.journeys.hands import Pointer
from tests.journeys.pages import DossierScreen, SignIn
from tests.journeys.test_discover import code_in

pytestmark = pytest.mark.browser
LOST = ["Failed to load resource"]  # what the console says of a request that was refused
SAVED = re.compile(r"Enregistré à \d")
TEXT = "Des jeunes filment leur quartier."


@pytest.fixture
def dossier(call):
    return factory.dossier(call)


@pytest.fixture
def address(dossier):
    return f"/dossiers/{dossier.pk}/projet/"


@pytest.fixture
def page(open_page, dossier, address):
    """The note of intent, open before its holder."""
    return open_page(address, user=dossier.holder, expect=LOST)


def summary(page):
    return page.get_by_label("Résumé")


def says(page, words):
    expect(page.locator('[data-saved="page"]')).to_contain_text(words)


def stored():
    return Project.objects.get().summary


def test_what_is_typed_is_saved_without_a_button_and_is_there_after_a_reload(page):
    summary(page).fill(TEXT)
    says(page, SAVED)
    page.reload()
    expect(summary(page)).to_have_value(TEXT)
    assert stored() == TEXT


@pytest.fixture
def slow_page(open_page, dossier, address):
    """The same page while the script that keeps is still on its way; and what lets it arrive."""
    page = open_page("/dossiers/", user=dossier.holder)
    held = []

    def hold(route):
        held.append(route)

    page.route(re.compile(r"/autosave[.\w]*\.js"), hold)
    page.goto(address, wait_until="commit")
    expect(summary(page)).to_be_visible()
    return page, lambda: [route.continue_() for route in held]


def test_what_is_typed_before_the_script_is_there_is_saved_when_it_comes(slow_page):
    page, arrive = slow_page
    summary(page).fill(TEXT)
    page.get_by_role("checkbox", name="Créer du lien").check()
    arrive()
    says(page, SAVED)
    project = Project.objects.get()
    assert (project.summary, len(project.objectives)) == (TEXT, 1)


def test_what_is_typed_before_the_script_is_there_leaves_with_the_button_too(slow_page):
    page, arrive = slow_page
    summary(page).fill(TEXT)
    arrive()
    DossierScreen(Pointer(page)).save()
    expect(summary(page)).to_have_value(TEXT)
    assert stored() == TEXT


def test_without_the_line_the_text_is_kept_then_leaves_by_itself(page):
    page.context.set_offline(True)
    summary(page).fill(TEXT)
    says(page, "gardé sur cet appareil")
    assert stored() == ""
    page.context.set_offline(False)
    says(page, SAVED)
    assert stored() == TEXT


def test_a_page_closed_without_the_line_gives_its_text_back(page, address):
    page.context.set_offline(True)
    summary(page).fill(TEXT)
    says(page, "gardé sur cet appareil")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address)
    expect(summary(again)).to_have_value(TEXT)
    says(again, SAVED)
    assert stored() == TEXT


def test_a_lapsed_session_keeps_the_text_and_brings_one_back_to_it(page, dossier, smtp_peer):
    Session.objects.all().delete()
    summary(page).fill(TEXT)
    says(page, "votre texte est gardé ici")
    page.get_by_role("link", name="Se connecter et revenir ici").first.click()
    screen = SignIn(Pointer(page))
    screen.ask_for_a_code(dossier.holder.email)
    screen.type_the_code(code_in(smtp_peer.mails[-1]))
    expect(summary(page)).to_have_value(TEXT)
    says(page, SAVED)
    assert stored() == TEXT


def test_two_tabs_that_differ_show_both_texts_and_one_is_chosen(page, address):
    other = page.context.new_page()
    other.goto(address)
    summary(other).fill("Le texte de l’autre onglet.")
    says(other, SAVED)
    summary(page).fill(TEXT)
    banner = page.locator("[data-conflict=summary]")
    expect(banner).to_contain_text("Le texte de l’autre onglet.")
    expect(banner).to_contain_text(TEXT)
    assert stored() == "Le texte de l’autre onglet."
    banner.get_by_role("button", name="Garder la mienne").click()
    says(page, SAVED)
    assert stored() == TEXT


def test_the_call_closes_while_one_types_and_the_text_stays(page):
    Edition.objects.update(filing_before_at=timezone.now() - timedelta(seconds=2))
    summary(page).fill(TEXT)
    says(page, re.compile("clos"))
    expect(summary(page)).to_have_value(TEXT)
    kept = page.evaluate("Object.values(localStorage).join()")
    assert TEXT in kept
    assert stored() == ""


def test_a_double_click_files_once(open_page, call):
    ready = factory.complete_dossier(call)
    page = open_page(f"/dossiers/{ready.pk}/relecture/", user=ready.holder)
    page.get_by_role("checkbox", name="J’atteste").check()
    page.get_by_role("button", name="Déposer le dossier").dblclick()
    DossierScreen(Pointer(page)).says("Votre dossier est déposé")
    assert Snapshot.objects.count() == 1


def test_a_list_that_only_holds_the_focus_takes_what_the_server_says_of_it(open_page, call):
    """The kind chosen just before says the nature: tabbing through must not undo it."""
    mine = factory.dossier(call)
    action = mine.actions.create(position=1, nature="faire")
    page = open_page(f"/dossiers/{mine.pk}/actions/", user=mine.holder)
    form = page.get_by_role("form", name="Action 1")
    page.route("**/actions/*/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    form.get_by_label("Type d’action").select_option(label="Séance accompagnée")
    form.get_by_label("Nature").focus()
    expect(form.get_by_label("Nature")).to_have_value("voir")
    expect(form.get_by_label("Nature")).to_be_focused()
    page.unroute_all(behavior="wait")
    form.get_by_role("button", name="Enregistrer cette action").click()
    DossierScreen(Pointer(page)).says("Enregistré")
    action.refresh_from_db()
    assert (action.kind, action.nature) == ("accompanied_screening", "voir")
