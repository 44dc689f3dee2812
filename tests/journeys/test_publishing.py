"""Journey 6, its end: minutes approved, letters read over, decisions told at once, and read."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from passeurs.committee.actions import seats
from passeurs.committee.actions.sittings import create_sitting
from passeurs.committee.models import Publication
from passeurs.dossiers.models import Award, Dossier
from passeurs.notifications.models import OutboxMessage
from tests.factories import organisations, sittings
from tests.journeys.hands import Pointer
from tests.journeys.pages import Screen

pytestmark = pytest.mark.browser
GRANTED, DECLINED, WAITING = "Lumières de Terre Rouge", "La barque de nuit", "Le son du quartier"
CONDITION = "Associer une deuxième personne de la salle."
REASON = "Le projet ne prévoit aucun atelier."


@pytest.fixture
def team(call):
    roles = {"agent": "coordination", "president": "drac"}
    return {name: organisations.team_member(one, call.coordination) for name, one in roles.items()}


@pytest.fixture
def sitting(call, team):
    """Ended: a grant with its condition, a refusal, a place on the waiting list."""
    now = timezone.now()
    by = {"by": team["agent"], "at": now}
    facts = {"name": "Comité de sélection", "place": "Salle Méliès", "video_link": "", "quorum": 1}
    facts |= {"starts_at": now - timedelta(hours=3), "ends_at": now}
    made = create_sitting(call, facts, **by)
    told = {"body": "DRAC", "role": "president", "stands_in_for": None}
    seats.give_seat(made, team["president"], **told, **by)
    seats.invite_everyone(made, **by)
    dossiers = [sittings.complete(call, title) for title in (GRANTED, DECLINED, WAITING)]
    sittings.put(made, dossiers, **by)
    sittings.decide(made, dossiers[0], "granted", conditions=CONDITION, **by)
    sittings.decide(made, dossiers[1], "declined", reason=REASON, **by)
    sittings.decide(made, dossiers[2], "waiting", **by)
    made.holders = [one.holder for one in dossiers]
    return sittings.end(made)


@pytest.fixture(params=[True, False], ids=["with the script", "without it"])
def enter(request, open_page):
    def open_for(user, path):
        return Screen(Pointer(open_page(path, user=user, javascript=request.param)))

    open_for.script = request.param
    return open_for


def test_minutes_are_approved_letters_read_over_and_every_holder_told_at_once(enter, sitting, team):
    minutes_are_made_and_approved(enter, sitting, team)
    agent = enter(team["agent"], f"/comite/{sitting.pk}/publication/")
    agent.press("Préparer les lettres")
    sittings.prepared(Publication.objects.get())
    agent.page.goto(agent.page.url)
    a_letter_is_read_over(agent)
    assert not Award.objects.exists()
    publish(agent, with_script=enter.script)
    states = Dossier.objects.order_by("pk").values_list("project__title", "state")
    assert dict(states) == {GRANTED: "granted", DECLINED: "declined", WAITING: "waiting"}
    assert OutboxMessage.objects.filter(key__startswith="award:").count() == 3
    each_holder_reads_their_own(enter, sitting)


def minutes_are_made_and_approved(enter, sitting, team):
    path = f"/comite/{sitting.pk}/proces-verbal/"
    agent = enter(team["agent"], path)
    agent.press("Établir")
    agent.says("À approuver")
    president = enter(team["president"], path)
    president.press("Approuver")
    president.says("Approuvée")


def a_letter_is_read_over(screen):
    screen.says("0 relue sur 3")
    screen.follow(GRANTED)
    screen.says(CONDITION)
    expect(screen.main.get_by_text("4\u202f000\u00a0€").first).to_be_visible()
    screen.press("C’est relu")


def publish(screen, *, with_script):
    screen.page.goto(screen.page.url.split("/publication/")[0] + "/publication/")
    screen.press("Publier les décisions")
    if with_script:
        screen.hand.press(screen.page.get_by_role("dialog").get_by_role("button", name="Publier"))
    screen.says("Les lettres parties")


def each_holder_reads_their_own(enter, sitting):
    told = ((GRANTED, "4\u202f000\u00a0€"), (DECLINED, REASON), (WAITING, "attente"))
    for holder, (title, words) in zip(sitting.holders, told, strict=True):
        dossier = Dossier.objects.get(project__title=title)
        screen = enter(holder, f"/dossiers/{dossier.pk}/relecture/")
        screen.says(words)
