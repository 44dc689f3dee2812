"""What happens by itself: reminders once each, needs forgotten after thirty days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from passeurs.events import tasks
from passeurs.events.actions.events import change_event, move_event
from passeurs.events.actions.following import forget_needs, send_reminders
from passeurs.events.actions.registering import change_registration, give_up
from passeurs.events.models import Event, Registration
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import events as factory

pytestmark = pytest.mark.django_db


def reminders():
    return OutboxMessage.objects.filter(key__startswith="event.reminder")


def morning(event, days):
    """Past eight that day, wherever the coordination is."""
    day = timezone.localtime(event.starts_at) - timedelta(days=days)
    return day.replace(hour=12, minute=0)


def test_who_comes_is_reminded_a_week_before_and_the_day_before_once_each(event, come):
    come()
    for days, sent in ((9, 0), (7, 1), (7, 1), (3, 1), (1, 2), (1, 2)):
        send_reminders(at=morning(event, days))
        assert reminders().count() == sent, days
    subjects = sorted(reminders().values_list("subject", flat=True))
    assert [one.partition("\u00a0")[0] for one in subjects] == ["C’est demain", "Dans une semaine"]


def test_nobody_who_waits_or_gave_up_is_reminded(event, come, at):
    gone, seated, _waiting = come(), come(adults=9), come(adults=2)
    give_up(gone, by=gone.user, at=at)
    assert send_reminders(at=morning(event, 7)) == 1
    assert reminders().get().to == seated.user.email


def test_who_registers_after_that_hour_is_not_reminded_of_it(event):
    line = factory.registered(event, at=morning(event, 1))
    assert send_reminders(at=morning(event, 1) + timedelta(hours=1)) == 0
    assert Registration.objects.get(pk=line.pk).reminded == ""


def test_after_days_of_outage_no_false_reminder_leaves(event, come):
    come()
    assert send_reminders(at=morning(event, 3)) == 0


def test_an_event_that_moves_is_reminded_of_anew(event, come, agent, at):
    come()
    send_reminders(at=morning(event, 7))
    later = {"starts_at": event.starts_at + timedelta(days=30)}
    later |= {"ends_at": event.ends_at + timedelta(days=30)}
    change_event(event, later, by=agent, at=at)
    event.refresh_from_db()
    assert send_reminders(at=morning(event, 7)) == 1


def test_nothing_leaves_of_what_is_cancelled(event, come, agent, at):
    come()
    move_event(event, "cancel", by=agent, at=at)
    assert send_reminders(at=morning(event, 7)) == 0


def test_needs_are_erased_thirty_days_after_and_nothing_else(event, come):
    line = come(youths=1, meals=2, diets=["vegan"], travel="needs", travel_from="Figeac")
    assert forget_needs(at=event.ends_at + timedelta(days=29)) == 0
    after = event.ends_at + timedelta(days=31)
    assert (forget_needs(at=after), forget_needs(at=after)) == (1, 0)
    line.refresh_from_db()
    assert (line.meals, line.diets, line.travel, line.travel_from) == (0, [], "", "")
    assert (line.state, line.youths) == ("registered", 1)
    assert Event.objects.get().needs_erased_at == after
    assert Entry.objects.get(verb="event.forgotten").data == {}


def test_no_e_mail_and_no_line_of_the_journal_says_what_one_eats(event, come, agent, at):
    line = come(meals=1, diets=["no_pork"], travel="needs", travel_from="Figeac")
    again = factory.line(line.structure, diets=["no_pork"], travel="needs", travel_from="Figeac")
    change_registration(line, again, by=line.user, at=at)
    send_reminders(at=morning(event, 7))
    written = "".join(one.text + one.html for one in OutboxMessage.objects.all())
    written += "".join(str(one.data) for one in Entry.objects.all())
    for secret in ("porc", "no_pork", "Figeac", "voiture"):
        assert secret not in written


def test_the_tasks_run_twice_without_harm(event, come):
    come()
    for task in (tasks.remind, tasks.certify, tasks.forget):
        task.func()
        task.func()
    assert OutboxMessage.objects.count() == 1
