"""Several at once, each on a connection of its own, on both engines."""

import pytest

from passeurs.core.refusals import Refused
from passeurs.events.actions.events import move_event
from passeurs.events.actions.registering import give_up, register
from passeurs.events.models import Event, Registration
from passeurs.notifications.models import OutboxMessage
from tests.dossiers.test_concurrency import at_once
from tests.factories import events as factory
from tests.factories import organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db(transaction=True)


def asking(event, at, **said):
    """A deed: somebody new asks for places."""
    user = person()
    structure = organisations.structure(representative=user)
    return lambda: register(event, factory.line(structure, **said), by=user, at=at)


def states():
    return sorted(Registration.objects.values_list("state", flat=True))


def test_of_two_who_want_the_last_place_one_gets_it_and_the_other_waits(event, come, at):
    come(adults=9)
    at_once(asking(event, at), asking(event, at))
    assert states() == ["registered", "registered", "waiting"]
    assert Event.objects.get().taken == 10


def test_six_who_want_three_places_fill_them_and_no_more(event, come, at):
    come(adults=7)
    at_once(*(asking(event, at) for _ in range(6)))
    assert states() == ["registered"] * 4 + ["waiting"] * 3
    assert Event.objects.get().taken == 10


def test_a_place_given_back_while_another_asks_is_never_left_empty(event, come, at):
    seated = come(adults=10)
    at_once(lambda: give_up(seated, by=seated.user, at=at), asking(event, at))
    assert states() == ["cancelled", "registered"]


def test_two_who_leave_at_once_promote_each_of_two_who_wait_once(event, come, at):
    first, second = come(adults=5), come(adults=5)
    waiting = [come(adults=5), come(adults=5)]
    at_once(*(lambda one=one: give_up(one, by=one.user, at=at) for one in (first, second)))
    assert states() == ["cancelled", "cancelled", "registered", "registered"]
    told = OutboxMessage.objects.filter(subject__contains="libérée")
    assert sorted(told.values_list("to", flat=True)) == sorted(one.user.email for one in waiting)


def test_one_person_who_clicks_four_times_is_registered_once(event, at):
    user = person()
    structure = organisations.structure(representative=user)
    deed = lambda: register(event, factory.line(structure), by=user, at=at)  # noqa: E731
    answers = at_once(deed, deed, deed, deed)
    assert sum(isinstance(one, Refused) for one in answers) == 3
    assert (states(), Event.objects.get().taken) == (["registered"], 1)


def test_an_event_cancelled_while_one_registers_leaves_nobody_untold(event, agent, at):
    at_once(lambda: move_event(event, "cancel", by=agent, at=at), asking(event, at))
    kept = Registration.objects.filter(state="registered")
    told = OutboxMessage.objects.filter(subject__contains="annulée")
    assert kept.count() == told.count()
