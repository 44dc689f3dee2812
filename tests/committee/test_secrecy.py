"""Whoever is kept away from a dossier hears nothing of it, by any door of the committee.

Canaries are put in all that a sitting holds of one dossier; then every route of the committee is
walked, in every state of the sitting, by a member and by an agent whom a recusal keeps away.
"""

import re
from itertools import product

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from passeurs.committee.actions import holding
from passeurs.committee.actions.deciding import Choice, decide
from passeurs.committee.actions.envelopes import add_envelope
from passeurs.committee.actions.letters import ask_letters
from passeurs.committee.actions.minutes import make_minutes
from passeurs.committee.actions.scenarios import make_scenario, move_line, share_scenario
from passeurs.committee.actions.sittings import move_sitting
from passeurs.committee.models import Annotation, Letter, Passage, Scenario, Sitting
from passeurs.dossiers.models import BudgetLine, Project
from passeurs.instruction.models import Sheet
from tests.instruction.test_secrecy import SPACES, body_of

from .conftest import GRID, away, mark

pytestmark = pytest.mark.django_db
CANARY = "kanari"
ASKED, GIVEN, OTHERS = 432_177, 321_739, 100_019
TOTAL = 900_047
MONEY = (ASKED, GIVEN, TOTAL - GIVEN - OTHERS, TOTAL - GIVEN, GIVEN + OTHERS, ASKED + OTHERS)
"""What was asked and given, and every sum or remainder that would tell it."""
STATES = ("preparing", "reading", "deliberating", "ended")
CODES = {"code": ["csv", "xlsx", "ods"], "word": ["rien"], "verb": ["rien"], "name": ["rien"]}


def asks(dossier, amount):
    dossier.budgetlines.all().delete()
    common = {"dossier": dossier, "scope": "project", "amount": amount}
    BudgetLine.objects.create(**common, side="charge", code="60", label="Achats")
    BudgetLine.objects.create(**common, side="product", code="74", label="DRAC", funder_kind="drac")


@pytest.fixture
def told(seated, first, second, drac, agent, at):
    """A dossier full of canaries and a plain one, read, decided, written about; who keeps away."""
    Sitting.objects.update(grid=GRID, marks_shown="open")
    Project.objects.filter(dossier=first).update(
        title=f"{CANARY} titre", summary=f"{CANARY} essence"
    )
    type(first.structure).objects.filter(pk=first.structure_id).update(name=f"{CANARY} porteur")
    type(first).objects.filter(pk=first.pk).update(reference=f"{CANARY}-0001")
    asks(first, ASKED)
    asks(second, OTHERS)
    Sheet.objects.create(
        dossier=first, opinion="favourable", opinion_text=f"{CANARY} avis", is_shared=True,
        state="written", amount_proposed=GIVEN, priority=1,
    )  # fmt: skip
    sitting = Sitting.objects.select_related("edition__coordination").get(pk=seated.pk)
    one, two = sitting.passages.select_related("sitting__edition", "dossier").order_by("rank")
    for passage in (one, two):
        mark(passage, drac, at, projet=4, word=f"{CANARY} note" if passage == one else "Vu.")
    Annotation.objects.create(
        user=drac, passage=one, part="budget", text=f"{CANARY} carnet", touched_at=at
    )
    envelope = add_envelope(
        sitting, {"funder": "DRAC", "source": "drac", "total": TOTAL}, by=agent, at=at
    )
    scenario = make_scenario(sitting, "Au mérite", by=drac, at=at)
    move_line(scenario, 2, by=drac, at=at)
    share_scenario(scenario, is_shared=True, by=drac, at=at)
    make_scenario(sitting, "Large", by=agent, at=at)
    Scenario.objects.update(is_shared=True)
    move_sitting(sitting, "deliberate", by=agent, at=at)
    amounts = ((two, OTHERS), (one, GIVEN))
    for passage, amount in amounts:
        holding.show(passage, by=agent, at=at)
        holding.remark(
            passage, f"{CANARY} remarque" if passage == one else "Bien.", by=agent, at=at
        )
        choice = Choice(
            "granted", amounts={envelope.pk: amount}, without_quorum=True,
            conditions=f"{CANARY} conditions" if passage == one else "",
        )  # fmt: skip
        decide(passage, choice, version=0, by=agent, at=at)
    return sitting


def put(sitting, state, *, agent, at):
    if state == "ended":
        move_sitting(sitting, "end", by=agent, at=at)
        make_minutes(sitting, "", by=agent, at=at)
        ask_letters(Sitting.objects.get(pk=sitting.pk), by=agent, at=at)
    else:
        Sitting.objects.filter(pk=sitting.pk).update(state=state)


def routes():
    """Every route of the committee, with the names of what its address takes."""
    for entry in get_resolver().url_patterns:
        if getattr(entry, "namespace", None) == "committee":
            for one in entry.url_patterns:
                yield f"committee:{one.name}", list(one.pattern.converters)


def addresses(sitting):
    """Each route, pointed at all that the sitting holds, the dossier of the canaries included."""
    keys = {
        "pk": [sitting.pk, *Scenario.objects.values_list("pk", flat=True)],
        "passage": list(Passage.objects.values_list("pk", flat=True)),
        "letter": list(Letter.objects.values_list("pk", flat=True)) or [1],
        "seat": list(sitting.seats.values_list("pk", flat=True))[:1],
        "envelope": list(sitting.envelopes.values_list("pk", flat=True)),
        "version": [1],
        "dossier_id": [one.dossier_id for one in Passage.objects.all()],
    } | CODES
    found = {}
    for name, parts in routes():
        for values in product(*(keys[part] for part in parts)):
            try:
                found[reverse(name, kwargs=dict(zip(parts, values, strict=True)))] = name
            except NoReverseMatch:
                continue
    return found


def heard_in(text):
    tight = SPACES.sub("", text)
    found = {CANARY} if CANARY in text.lower() else set()
    return found | {str(sum_) for sum_ in MONEY if re.search(rf"(?<![\d-]){sum_}(?!\d)", tight)}


def heard_by(user, urls):
    client, found = Client(), {}
    client.force_login(user)
    session = client.session
    session["proved_at"] = timezone.now().timestamp()
    session.save()
    for url, route in urls.items():
        for ask in (client.get, client.post):
            if sung := heard_in(body_of(ask(url))):
                found[f"{route} {ask.__name__} {url}"] = sung
    return found


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ["expert", "agent"])
def test_no_route_of_the_committee_sings_to_who_is_kept_away(  # noqa: PLR0917 - everybody there
    request, told, first, agent, at, state, who
):
    user = request.getfixturevalue(who)
    put(told, state, agent=agent, at=at)
    away(first, user, user, at)
    urls = addresses(told)

    assert len(urls) > 60
    assert heard_by(user, urls) == {}


def test_the_walk_hears_who_may_judge(told, drac, agent, at):
    """The canaries do sing: a walk that hears nothing of anybody would prove nothing."""
    put(told, "ended", agent=agent, at=at)

    heard = heard_by(drac, addresses(told))

    assert {CANARY, str(ASKED), str(GIVEN)} <= set().union(*heard.values())
