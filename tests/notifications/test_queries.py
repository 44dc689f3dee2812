from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from passeurs.notifications.actions import notify
from passeurs.notifications.queries import overdue_messages, recent_messages

AT = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def write(key, *, minutes):
    at = AT + timedelta(minutes=minutes)
    (message,) = notify(["lea@example.org"], "words/filed", {"title": "Été"}, key=key, at=at)
    return message


def test_the_latest_messages_come_first(peer):
    old, new = write("a", minutes=0), write("b", minutes=1)
    assert list(recent_messages()) == [new, old]
    assert list(recent_messages(limit=1)) == [new]


def test_a_message_that_ought_to_have_left_is_overdue(peer):
    old = write("a", minutes=0)
    write("b", minutes=10)
    assert list(overdue_messages(at=AT)) == [old]


def test_the_command_sends_what_is_due(peer, capsys):
    write("a", minutes=0)
    call_command("send_due_messages")
    assert len(peer.raw) == 1
    assert "1" in capsys.readouterr().out
