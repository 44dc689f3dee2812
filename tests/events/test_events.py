"""Preparing an event, opening it, moving it, cancelling it."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from passeurs.core.refusals import Refused
from passeurs.events.actions.events import NOT_YET, OVER, change_event, move_event
from passeurs.events.attachments import calendar_as_file
from passeurs.events.models import Event
from passeurs.events.workflow import LATE, TRANSITIONS, possible
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import events as factory

pytestmark = pytest.mark.django_db


def mails(word):
    return OutboxMessage.objects.filter(subject__contains=word)


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("draft", ["open", "cancel"]),
        ("open", ["close", "hold", "cancel"]),
        ("closed", ["open", "hold", "cancel"]),
        ("held", []),
        ("cancelled", []),
    ],
)
def test_each_state_leads_where_the_table_says(event, agent, state, moves):
    Event.objects.update(state=state)
    event.refresh_from_db()
    assert possible(event) == moves
    for name in set(TRANSITIONS) - set(moves):
        with pytest.raises(Refused) as refusal:
            move_event(event, name, by=agent, at=event.starts_at)
        assert refusal.value.reasons == (LATE,)


def test_a_draft_is_nobody_s_but_the_coordination_s(region, agent, at):
    draft = factory.event(region, agent, at=at, state="draft")
    assert list(Event.objects.published()) == []
    assert list(Event.objects.visible_to(agent)) == [draft]


def test_another_date_is_told_once_to_who_comes_and_who_waits(event, come, agent, at):
    come(adults=10)
    come()
    later = {"starts_at": event.starts_at + timedelta(days=1)}
    later |= {"ends_at": event.ends_at + timedelta(days=1)}
    change_event(event, later, by=agent, at=at)
    change_event(event, later, by=agent, at=at)
    assert mails("la date ou le lieu change").count() == 2
    assert Event.objects.get().sequence == 1
    assert Entry.objects.filter(verb="event.changed").count() == 1


def test_another_title_is_told_to_nobody(event, come, agent, at):
    come()
    change_event(event, {"title": "Autre titre"}, by=agent, at=at)
    assert not mails("change").exists()
    assert Event.objects.get().sequence == 0


def test_a_cancelled_event_is_told_once_and_leaves_the_calendars(event, come, agent, at):
    come(adults=10)
    come()
    move_event(event, "cancel", by=agent, at=at)
    with pytest.raises(Refused):
        move_event(event, "cancel", by=agent, at=at)
    assert mails("annulée").count() == 2
    feed = Calendar.from_ical(calendar_as_file(str(event.pk)).content)
    (entry,) = feed.walk("VEVENT")
    assert (feed["method"], entry["status"], entry["sequence"]) == ("CANCEL", "CANCELLED", 1)


def test_what_is_over_does_not_change(event, agent, at):
    Event.objects.update(state="held")
    with pytest.raises(Refused) as refusal:
        change_event(event, {"title": "Autre"}, by=agent, at=at)
    assert refusal.value.reasons == (OVER,)


def test_an_event_is_not_said_held_before_it_began_nor_opened_once_past(event, agent, at):
    with pytest.raises(Refused) as refusal:
        move_event(event, "hold", by=agent, at=at)
    assert refusal.value.reasons == (NOT_YET,)
    move_event(event, "close", by=agent, at=at)
    with pytest.raises(Refused, match="déjà passée"):
        move_event(event, "open", by=agent, at=event.ends_at)


def test_the_calendar_file_of_an_e_mail_has_the_video_link(event, agent, at):
    change_event(event, {"video_link": "https://visio.example/a"}, by=agent, at=at)
    assert b"https://visio.example/a" in calendar_as_file(str(event.pk)).content


def test_hours_are_those_of_the_coordination(region, event):
    region.timezone = "America/Martinique"
    region.save()
    event.coordination.refresh_from_db()
    assert event.when.endswith("heure de Martinique")
