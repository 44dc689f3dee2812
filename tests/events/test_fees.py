"""The yearly membership: asked once, paid or waived, reminded of with measure."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.events.actions import fees
from passeurs.events.actions.fees import ask_fee, remind_fee, settle_fee
from passeurs.events.enums import FeeState
from passeurs.events.models import MembershipFee
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations.actions.merging import merge_structures
from tests.events.test_screens import queries
from tests.factories import organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
URL = reverse("events:fees")


@pytest.fixture
def holder():
    return person("Nadia")


@pytest.fixture
def structure(region, holder):
    return organisations.structure(representative=holder, known_to=[region], name="MJC")


@pytest.fixture
def fee(region, structure, agent, at):
    return ask_fee(region, structure, at.year, by=agent, at=at)


def test_a_membership_is_asked_once_a_year(fee, region, structure, agent, at):
    assert ask_fee(region, structure, at.year, by=agent, at=at) == fee
    assert ask_fee(region, structure, at.year + 1, by=agent, at=at) != fee
    assert Entry.objects.filter(verb="fee.asked").count() == 2


def test_it_is_paid_on_a_day_waived_or_due_again(fee, agent, at):
    by, day = {"by": agent, "at": at}, date(2026, 3, 4)
    for state, on, kept in (
        (FeeState.PAID, day, day),
        (FeeState.WAIVED, day, None),
        (FeeState.DUE, None, None),
    ):
        settle_fee(fee, state, on, **by)
        settle_fee(fee, state, on, **by)
        fee.refresh_from_db()
        assert (fee.state, fee.settled_on) == (state, kept)
    verbs = Entry.objects.filter(verb__startswith="fee.").order_by("pk")
    assert [one.verb for one in verbs] == ["fee.asked", "fee.paid", "fee.waived", "fee.due"]


def test_a_reminder_leaves_to_who_represents_the_structure_once_a_week(fee, holder, agent, at):
    remind_fee(fee, by=agent, at=at)
    with pytest.raises(Refused) as refusal:
        remind_fee(fee, by=agent, at=at + timedelta(days=6))
    assert refusal.value.reasons == (fees.JUST_SENT,)
    remind_fee(fee, by=agent, at=at + timedelta(days=8))
    assert [one.to for one in OutboxMessage.objects.all()] == [holder.email] * 2


def test_nothing_is_asked_of_who_paid_nor_of_nobody(fee, region, agent, at):
    alone = organisations.structure(known_to=[region])
    lonely = ask_fee(region, alone, at.year, by=agent, at=at)
    with pytest.raises(Refused) as refusal:
        remind_fee(lonely, by=agent, at=at)
    assert refusal.value.reasons == (fees.NOBODY,)
    settle_fee(fee, FeeState.PAID, date(2026, 3, 4), by=agent, at=at)
    with pytest.raises(Refused) as refusal:
        remind_fee(fee, by=agent, at=at)
    assert refusal.value.reasons == (fees.SETTLED,)


def test_the_coordination_asks_and_settles_by_screen(client, region, structure, agent, at):
    client.force_login(agent)
    asked = {"annee": str(at.year), "region": region.slug, "structure": str(structure.pk)}
    assert client.post(reverse("events:fee_ask"), asked).status_code == 302
    again = client.post(reverse("events:fee_ask"), asked)
    assert again.status_code == 422
    assert "déjà dans la liste" in again.content.decode()
    fee = MembershipFee.objects.get()
    for verb, data, state in (
        ("reglee", {"on": "04/03/2026"}, "paid"),
        ("a-regler", {}, "due"),
        ("reglee", {"on": "rien"}, "paid"),
        ("dispenser", {}, "waived"),
        ("relancer", {}, "waived"),
    ):
        assert client.post(reverse("events:fee_act", args=[fee.pk, verb]), data).status_code == 302
        fee.refresh_from_db()
        assert fee.state == state
    assert client.post(reverse("events:fee_act", args=[fee.pk, "rien"])).status_code == 404
    assert "MJC" in client.get(URL).content.decode()
    assert "MJC" not in client.get(f"{URL}?etat=due").content.decode().split("La liste")[1]


def test_memberships_are_sealed_in_their_region(client, fee, holder, region):
    act = reverse("events:fee_act", args=[fee.pk, "relancer"])
    stranger = organisations.team_member("coordination", organisations.coordination())
    client.force_login(stranger)
    assert client.post(act).status_code == 404
    assert "MJC" not in client.get(f"{URL}?region={region.slug}").content.decode()
    for user in (holder, organisations.team_member("drac", region)):
        client.force_login(user)
        assert client.get(URL).status_code == 403
    assert client.post(act).status_code == 403
    client.force_login(holder)
    assert client.post(act).status_code == 404
    assert "Adhésion" in client.get(reverse("events:index")).content.decode()


@pytest.mark.parametrize("year", ["", "rien", "-1", "99999999999999999999", "1800", "²"])
def test_a_strange_year_is_this_year(client, fee, agent, year):
    client.force_login(agent)
    assert "MJC" in client.get(URL, {"annee": year}).content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_asks_as_much_for_thirty(client, region, agent, at, count):
    for _ in range(count):
        ask_fee(region, organisations.structure(known_to=[region]), at.year, by=agent, at=at)
    client.force_login(agent)
    assert queries(client, URL) == 9


@pytest.mark.parametrize("paid", ["kept", "absorbed", "neither"])
def test_two_structures_that_become_one_owe_a_year_once_and_what_was_paid_stays(
    region, agent, at, structure, paid
):
    """The merge goes through, the paid line is the one that stays, and other years follow."""
    twin = organisations.structure(known_to=[region], name="M.J.C.")
    ours, theirs = (ask_fee(region, one, 2027, by=agent, at=at) for one in (structure, twin))
    ask_fee(region, twin, 2026, by=agent, at=at)
    settled = {"kept": ours, "absorbed": theirs}.get(paid)
    if settled:
        settle_fee(settled, FeeState.PAID, date(2027, 1, 8), by=agent, at=at)
    merge_structures(structure, twin, taken=(), by=agent, at=at, reason="La même maison")
    rows = MembershipFee.objects.filter(structure=structure).order_by("year")
    expected = FeeState.PAID if settled else FeeState.DUE
    assert [(row.year, row.state) for row in rows] == [(2026, FeeState.DUE), (2027, expected)]
    assert not MembershipFee.objects.filter(structure=twin).exists()
