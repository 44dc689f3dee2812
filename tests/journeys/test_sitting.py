"""Journey 6, « Siéger »: four people at once around one screen, one of them kept away."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from passeurs.committee.actions import passages, seats, sittings
from passeurs.committee.models import Decision, Envelope
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.recusals import declare_recusal
from passeurs.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories import organisations
from tests.journeys.hands import Pointer
from tests.journeys.pages import Screen

pytestmark = pytest.mark.browser
NOW = timezone.now()
AWAY = "Un dossier dont vous êtes écarté est en discussion"
TITLE = "Lumières de Terre Rouge"
TEAM = {"agent": "coordination", "president": "drac", "member": "committee", "kept_away": "region"}
SEATS = {"president": "president", "member": "member", "kept_away": "member"}


@pytest.fixture
def team(call):
    return {name: organisations.team_member(role, call.coordination) for name, role in TEAM.items()}


@pytest.fixture
def dossiers(call, team):
    found = []
    for title in (TITLE, "La barque de nuit"):
        made = factory.complete_dossier(call, title=title)
        submit_dossier(made, by=made.holder, at=factory.AT + timedelta(hours=1))
        Dossier.objects.filter(pk=made.pk).update(state="admissible")
        found.append(Dossier.objects.get(pk=made.pk))
    person = team["kept_away"]
    declare_recusal(found[0], person, reason="Elle y a siégé.", by=person, at=NOW)
    return found


@pytest.fixture
def sitting(call, team, dossiers):
    """Deliberating, everybody invited; an envelope of 6 000 € of the DRAC."""
    by = {"by": team["agent"], "at": NOW}
    facts = {"name": "Comité de sélection", "place": "Salle Méliès", "video_link": "", "quorum": 2}
    facts |= {"starts_at": NOW, "ends_at": NOW + timedelta(hours=3)}
    made = sittings.create_sitting(call, facts, **by)
    for name, role in SEATS.items():
        seats.give_seat(made, team[name], body=name, role=role, stands_in_for=None, **by)
    passages.put_on_order(made, dossiers, **by)
    seats.invite_everyone(made, **by)
    Envelope.objects.create(sitting=made, funder="DRAC", source="drac", total=6000)
    for step in ("read", "deliberate"):
        made.refresh_from_db()
        sittings.move_sitting(made, step, **by)
    return made


@pytest.fixture(params=[True, False], ids=["followed", "by reload"])
def room(request, open_page, team, sitting):
    """The same screen before each of the four; what brings it up to date without a script."""
    path, script = f"/comite/{sitting.pk}/seance/", request.param
    screens = {}
    for name, user in team.items():
        seen = {"user": user, "javascript": script or name == "agent", "expect": ["422"]}
        screens[name] = Screen(Pointer(open_page(path, **seen)))

    def look(*names):
        for name in names or ("president", "member", "kept_away"):
            if not script:
                screens[name].page.reload()
        return screens

    return look


def on_screen(screen):
    return screen.main.locator("#ecran")


def test_four_people_follow_one_dossier_and_one_of_them_hears_nothing_of_it(room):
    agent = room()["agent"]
    everybody_is_there(agent)
    agent.press(f"Mettre à l’écran : {TITLE}")
    seen = room()
    for name in ("president", "member"):
        expect(on_screen(seen[name])).to_contain_text(TITLE)
    expect(on_screen(seen["kept_away"])).to_contain_text(AWAY)
    too_much_is_refused_and_what_holds_is_kept(agent)
    seen = room()
    for name in ("president", "member"):
        expect(on_screen(seen[name])).to_contain_text("3\u202f000\u00a0€")
    hidden = seen["kept_away"].main
    for secret in (TITLE, "3\u202f000", "Avec un bilan d’étape."):
        expect(hidden.get_by_text(secret)).to_have_count(0)
    agent.press("Mettre à l’écran : La barque de nuit")
    expect(on_screen(room()["kept_away"])).to_contain_text("La barque de nuit")


def everybody_is_there(screen):
    for _ in SEATS:
        screen.hand.press(screen.main.get_by_role("button", name=re.compile("^Est là")).first)
        screen.page.wait_for_load_state()
    expect(screen.page.locator("#tete")).to_contain_text("Quorum atteint")


def too_much_is_refused_and_what_holds_is_kept(screen):
    screen.answer("Décision", "Accord")
    screen.write("DRAC", "5 900")
    screen.write("Conditions", "Avec un bilan d’étape.")
    screen.press("Enregistrer la décision")
    expect(screen.page.locator("#erreurs")).to_contain_text("au plus")
    assert not Decision.objects.exists()
    expect(screen.box("Conditions")).to_have_value("Avec un bilan d’étape.")
    screen.write("DRAC", "3 000")
    screen.press("Enregistrer la décision")
    expect(on_screen(screen)).to_contain_text("3\u202f000\u00a0€")
    assert Decision.objects.get().verdict == "granted"
