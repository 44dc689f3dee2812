"""Asking for a place: who gets it, who waits, who is told, and what is refused."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from passeurs.core.refusals import Refused
from passeurs.events.actions import registering
from passeurs.events.actions.events import change_event, move_event
from passeurs.events.actions.registering import change_registration, give_up, register
from passeurs.events.enums import SEATED
from passeurs.events.models import Event, Registration
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import events as factory
from tests.factories import organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


def state(line):
    return Registration.objects.get(pk=line.pk).state


def letters(user):
    rows = OutboxMessage.objects.filter(to=user.email).order_by("created_at", "pk")
    return [one.subject for one in rows]


def counted(event):
    """The places taken are those of the people who have one."""
    event.refresh_from_db()
    rows = event.registrations.filter(state__in=SEATED)
    sums = rows.aggregate(adults=Sum("adults"), youths=Sum("youths"))
    assert event.taken == (sums["adults"] or 0) + (sums["youths"] or 0)
    return event.taken


def test_a_place_is_given_told_with_the_calendar_and_known_to_the_coordination(event, come, region):
    line = come(adults=1, youths=3)
    assert (line.state, counted(event)) == ("registered", 4)
    message = OutboxMessage.objects.get(to=line.user.email)
    assert message.subject.endswith(": Rencontre régionale")
    assert [one["builder"] for one in message.attachments] == ["events.calendar"]
    assert "3\u00a0jeunes" in message.text
    assert region in line.structure.coordinations.all()
    assert Entry.objects.get(verb="event.registered").data == {"registration": line.pk}


def test_beyond_the_last_place_one_waits_in_the_order_of_asking(event, come):
    come(adults=10)
    first, second = come(), come()
    assert (first.state, second.state, counted(event)) == ("waiting", "waiting", 10)
    assert OutboxMessage.objects.get(to=first.user.email).attachments == []


def test_a_place_given_back_goes_to_the_next_who_is_told_once(event, come, at):
    seated, first, second = come(adults=10), come(), come()
    give_up(seated, by=seated.user, at=at)
    assert [state(one) for one in (seated, first, second)] == [
        "cancelled",
        "registered",
        "registered",
    ]
    assert counted(event) == 2
    assert len([one for one in letters(first.user) if "libérée" in one]) == 1


def test_a_group_too_large_lets_the_next_that_fits_go_first(event, come, at):
    come(adults=8)
    two = come(adults=2)
    large, small = come(adults=5), come(adults=2)
    give_up(two, by=two.user, at=at)
    assert (state(large), state(small), counted(event)) == ("waiting", "registered", 10)


def test_more_places_are_given_at_once_to_who_waits(event, come, agent, at):
    come(adults=10)
    waiting = come(adults=2)
    change_event(event, {"capacity": 12}, by=agent, at=at)
    assert (state(waiting), counted(event)) == ("registered", 12)
    with pytest.raises(Refused, match="12\u00a0places sont prises"):
        change_event(event, {"capacity": 11}, by=agent, at=at)


def test_one_registers_once_and_may_come_back_after_giving_up(event, come, at):
    line = come()
    with pytest.raises(Refused, match="déjà inscrit"):
        register(event, factory.line(line.structure), by=line.user, at=at)
    give_up(line, by=line.user, at=at)
    again = register(event, factory.line(line.structure), by=line.user, at=at)
    assert (again.pk, again.turn, counted(event)) == (line.pk, 2, 1)
    assert len([one for one in letters(line.user) if "inscrit" in one]) == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"state": "cancelled"}, registering.CANCELLED),
        ({"state": "closed"}, registering.CLOSED),
        ({"state": "held"}, registering.CLOSED),
    ],
)
def test_what_is_not_open_says_why(event, come, changed, said):
    Event.objects.update(**changed)
    with pytest.raises(Refused) as refusal:
        come()
    assert refusal.value.reasons == (said,)
    assert not Registration.objects.exists()


def test_before_the_opening_and_after_the_close_nobody_registers(event, come, at):
    Event.objects.update(opens_at=at + timedelta(days=1))
    with pytest.raises(Refused, match="pas encore ouvertes"):
        come()
    with pytest.raises(Refused, match="closes"):
        come(at=event.closes_at)


def test_more_than_the_event_holds_is_refused_outright(come):
    with pytest.raises(Refused, match="plus de places"):
        come(adults=11)


def test_one_changes_how_many_come_within_what_is_left(event, come, at):
    line, other = come(adults=4), come(adults=5)
    change_registration(line, factory.line(line.structure, adults=5), by=line.user, at=at)
    assert counted(event) == 10
    line.refresh_from_db()
    with pytest.raises(Refused, match="Il reste 0\u00a0place"):
        change_registration(line, factory.line(line.structure, adults=6), by=line.user, at=at)
    waiting = come(adults=2)
    change_registration(other, factory.line(other.structure, adults=3), by=other.user, at=at)
    assert (state(waiting), counted(event)) == ("registered", 10)


def test_the_needs_of_who_gives_up_are_erased_at_once(come, at):
    line = come(meals=1, diets=["vegan"], travel="needs", travel_from="Cahors")
    give_up(line, by=line.user, at=at)
    line.refresh_from_db()
    assert (line.meals, line.diets, line.travel, line.travel_from) == (0, [], "", "")


def test_nothing_changes_once_the_event_has_begun_or_is_cancelled(event, come, agent, at):
    line = come()
    for deed in (
        lambda moment: give_up(line, by=line.user, at=moment),
        lambda moment: change_registration(
            line, factory.line(line.structure), by=line.user, at=moment
        ),
    ):
        with pytest.raises(Refused, match="a commencé"):
            deed(event.starts_at)
    move_event(event, "cancel", by=agent, at=at)
    with pytest.raises(Refused, match="annulée"):
        give_up(line, by=line.user, at=at)


def test_who_gave_up_already_is_told_so(come, at):
    line = come()
    give_up(line, by=line.user, at=at)
    with pytest.raises(Refused, match="pas inscrit"):
        give_up(line, by=line.user, at=at)


def test_nobody_is_promoted_once_the_event_has_begun(event, come, agent):
    come(adults=10)
    waiting = come()
    late = event.starts_at + timedelta(hours=1)
    change_event(event, {"capacity": 30}, by=agent, at=late)
    assert state(waiting) == "waiting"


def test_the_same_user_may_come_for_another_structure_next_time(event, come, at):
    user = person()
    line = come(user=user)
    give_up(line, by=user, at=at)
    other = organisations.structure(representative=user)
    assert register(event, factory.line(other), by=user, at=at).structure == other
