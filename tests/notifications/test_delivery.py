from datetime import UTC, datetime, timedelta

import pytest
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from passeurs.notifications import delivery
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import MessageState
from passeurs.notifications.models import OutboxMessage

AT = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(peer):
    return write("lea@example.org")


def write(address):
    (message,) = notify([address], "words/filed", {"title": "Été"}, key="k", at=AT)
    return message


def due(minutes):
    return delivery.send_due_messages(clock=lambda: AT + minutes * MINUTE)


def test_a_message_survives_a_server_that_is_down(peer, message):
    peer.stop()
    assert delivery.send_message(message.pk, at=AT) == MessageState.WAITING
    message.refresh_from_db()
    assert (message.attempts, message.last_error) == (1, "ConnectionRefusedError")
    peer.start()
    assert due(0) == 0
    assert due(1) == 1
    assert len(peer.raw) == 1
    assert due(600) == 0
    assert len(peer.raw) == 1


def test_pauses_grow_up_to_an_hour_and_a_message_is_never_given_up(peer, message):
    peer.stop()
    pauses, at = [], AT
    for _ in range(12):
        delivery.send_message(message.pk, at=at)
        message.refresh_from_db()
        pauses.append((message.next_attempt_at - at) // MINUTE)
        at = message.next_attempt_at
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]
    peer.start()
    assert delivery.send_message(message.pk, at=at) == MessageState.SENT
    assert len(peer.raw) == 1


def test_a_message_whose_task_was_lost_is_swept_up(peer, message):
    OxTask.objects.all().delete()
    run_tasks(raise_failures=True)
    assert peer.raw == []
    delivery.sweep.enqueue()
    run_tasks(raise_failures=True)
    assert len(peer.raw) == 1


def test_a_task_run_twice_sends_once(peer, message):
    delivery.deliver.enqueue(str(message.pk))
    run_tasks(raise_failures=True)
    run_tasks(raise_failures=True)
    assert len(peer.raw) == 1


def test_two_workers_cannot_take_the_same_message(peer, message, monkeypatch):
    answers = []

    def overlap(mail):
        answers.append(delivery.send_message(message.pk, at=AT))
        return original(mail)

    original = delivery._mail
    monkeypatch.setattr(delivery, "_mail", overlap)
    delivery.send_message(message.pk, at=AT)
    assert answers == [None]
    assert len(peer.raw) == 1


def test_a_worker_killed_before_sending_loses_nothing(peer, message, monkeypatch):
    monkeypatch.setattr(delivery, "_mail", die)
    with pytest.raises(KeyboardInterrupt):
        delivery.send_message(message.pk, at=AT)
    monkeypatch.undo()
    assert due(4) == 0
    assert due(5) == 1
    assert len(peer.raw) == 1


def test_a_worker_killed_after_sending_repeats_the_same_message_id(peer, message, monkeypatch):
    monkeypatch.setattr(delivery, "_close", die)
    with pytest.raises(KeyboardInterrupt):
        delivery.send_message(message.pk, at=AT)
    monkeypatch.undo()
    assert due(5) == 1
    first, second = peer.mails
    assert first["Message-ID"] == second["Message-ID"] == f"<{message.pk}@passeurs.example>"


def test_a_worker_that_was_overtaken_marks_nothing(peer, message):
    late = delivery._claim(message.pk, at=AT)
    delivery.send_message(message.pk, at=AT + 5 * MINUTE)
    delivery._close(late, MessageState.WAITING, next_attempt_at=AT)
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_an_address_refused_for_good_stops_there_and_is_not_named(peer, message):
    peer.refusing["lea@example.org"] = "550 lea@example.org: no such user"
    assert delivery.send_message(message.pk, at=AT) == MessageState.FAILED
    message.refresh_from_db()
    assert message.last_error == "SMTPRecipientsRefused 550"
    assert due(600) == 0


def test_an_address_refused_for_now_is_tried_again(peer, message):
    peer.refusing["lea@example.org"] = "451 greylisted"
    assert delivery.send_message(message.pk, at=AT) == MessageState.WAITING
    peer.refusing.clear()
    assert due(1) == 1


def test_one_message_does_not_hold_back_the_others(peer, message):
    peer.refusing["lea@example.org"] = "550 no such user"
    write("max@example.org")
    assert due(0) == 1
    assert [mail["To"] for mail in peer.mails] == ["max@example.org"]


def test_a_server_that_is_down_is_knocked_at_once_a_sweep(peer, message):
    write("max@example.org")
    peer.stop()
    assert due(0) == 0
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 1]


def die(*args, **options):
    raise KeyboardInterrupt
