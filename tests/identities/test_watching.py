"""Each night the journal is read again, its head noted, its faults told."""

from datetime import timedelta

import pytest
import structlog
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from passeurs.identities import tasks
from passeurs.identities.actions.administrators import name_administrator
from passeurs.identities.actions.watching import watch_journal
from passeurs.journal import guards
from passeurs.journal.actions import record
from passeurs.notifications.models import OutboxMessage
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    guards.forbid_loss(connection)
    user = person(email="ada@exemple.fr")
    name_administrator(user, reason="Essai", at=timezone.now())
    record("seen", by=user, at=timezone.now(), obj=user)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    yield user
    guards.allow_loss(connection)


def broken():
    return OutboxMessage.objects.filter(subject="Le journal a été altéré")


def test_a_whole_journal_leaves_its_head_in_the_log(ada):
    with structlog.testing.capture_logs() as logs:
        assert watch_journal(at=timezone.now()) == []
    assert (logs[0]["place"], len(logs[0]["sceau"])) == (2, 64)
    assert not broken().exists()


def test_a_lost_line_is_told_to_the_administrators_once_a_day(ada):
    guards.allow_loss(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE verb = 'seen'")
    guards.forbid_loss(connection)
    now = timezone.now()
    with structlog.testing.capture_logs() as logs:
        assert len(watch_journal(at=now)) == 1
        watch_journal(at=now)
    assert logs[0]["log_level"] == "error"
    message = broken().get()
    assert message.to == "ada@exemple.fr"
    assert "Place 2" in message.text


def test_the_tasks_of_the_night_run(ada, client):
    client.force_login(ada)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    tasks.watch_journal.func()
    tasks.sweep_sessions.func()
    assert not Session.objects.exists()
