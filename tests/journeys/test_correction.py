"""A correction, from the field that puzzles the coordination to the accepted answer."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django_ox.testing import run_tasks
from playwright.sync_api import expect

from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import CorrectionRequest, Dossier
from passeurs.dossiers.queries.document import dump
from tests.factories import dossiers as factory
from tests.factories import organisations
from tests.journeys.pages import Screen
from tests.journeys.ways import assert_focus_was_seen, every_way

pytestmark = pytest.mark.browser
WHY = "Dites aussi qui accompagne le groupe."
ANSWER = "Des jeunes filment leur quartier, avec deux animateurs."
KEPT = "Le titre est celui que le groupe a choisi."


@pytest.fixture
def filed(call):
    made = factory.complete_dossier(call, title="Lumières de Terre Rouge")
    submit_dossier(made, by=made.holder, at=factory.AT + timedelta(hours=1))
    return made


@pytest.fixture
def agent(call):
    return organisations.team_member("coordination", call.coordination, first_name="Salomé")


@every_way
def test_only_the_fields_asked_for_open_and_both_sides_see_what_changed(
    way, open_page, filed, agent, smtp_peer
):
    before = dump(Dossier.objects.get(pk=filed.pk))
    desk = way.begin(open_page, f"/bureau/dossiers/{filed.pk}/", user=agent)
    two_fields_are_asked_for(desk)
    the_holder_is_told(filed, smtp_peer)
    holder = way.begin(open_page, f"/dossiers/{filed.pk}/corrections/", user=filed.holder)
    one_is_corrected_the_other_kept(holder)
    the_coordination_reads_and_accepts(desk, filed)
    everything_else_stands(filed, before)
    for hand in (desk, holder):
        assert_focus_was_seen(hand)


def two_fields_are_asked_for(hand):
    screen = Screen(hand)
    screen.follow("Corrections")
    screen.follow("Demander une correction")
    part = screen.main.locator("#partie-project")
    hand.unfold(part)
    for label in ("Résumé", "Titre du projet"):
        hand.tick(part.get_by_role("checkbox", name=re.compile(label)).first)
    screen.press("Continuer")
    for field in ("Résumé", "Titre du projet"):
        box = screen.main.get_by_role("article", name=re.compile(field)).get_by_role("textbox")
        hand.write(box, WHY)
    screen.pick_day("À renvoyer au plus tard le", a_day_like_any())
    screen.press("Relire avant d’envoyer")
    screen.press("Envoyer au porteur")
    screen.says("À corriger")


def a_day_like_any():
    """Within the two months to come, its day and its month the same number, for the keyboard."""
    today = timezone.now().date()
    days = (today + timedelta(days=count) for count in range(2, 62))
    return next(day for day in days if day.day == day.month)


def the_holder_is_told(dossier, smtp_peer):
    run_tasks(raise_failures=True)
    told = [mail for mail in smtp_peer.mails if mail["To"] == dossier.holder.email]
    assert [WHY in mail.get_body(("plain",)).get_content() for mail in told][-1]


def one_is_corrected_the_other_kept(hand):
    screen = Screen(hand)
    title = screen.main.get_by_role("article", name=re.compile("Titre du projet"))
    hand.unfold(title.locator("details"))
    hand.write(title.get_by_label("Je maintiens, parce que"), KEPT)
    hand.press(title.get_by_role("button", name=re.compile("Maintenir")))
    screen.says("est maintenu")
    summary = screen.main.get_by_role("article", name=re.compile("Résumé"))
    hand.write(summary.get_by_label("Résumé", exact=True), ANSWER)
    hand.press(summary.get_by_role("button", name=re.compile("^Enregistrer")))
    screen.says("est enregistré")
    screen.says("Chaque champ a sa réponse.")
    screen.press("Renvoyer mes corrections")
    screen.says("Renvoyée, à relire")


def the_coordination_reads_and_accepts(hand, dossier):
    hand.page.goto(f"/dossiers/{dossier.pk}/corrections/")
    screen = Screen(hand)
    screen.says("avec deux animateurs")
    screen.says(KEPT)
    screen.press("Accepter la correction")
    expect(screen.main.get_by_text("Acceptée", exact=True)).to_be_visible()


def everything_else_stands(dossier, before):
    """Two filings, and between them the one field that was asked for and changed."""
    after = dump(Dossier.objects.get(pk=dossier.pk))
    before["project"]["summary"] = ANSWER
    assert after["project"] == before["project"]
    assert {**after, "state": ""}["actions"] == before["actions"]
    request = CorrectionRequest.objects.get()
    assert (request.state, request.before.number, request.after.number) == ("accepted", 1, 2)
