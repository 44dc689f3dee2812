from datetime import UTC, datetime, timedelta

import pytest
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from passeurs.notifications import delivery, wire
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import MessageState, Outcome
from passeurs.notifications.models import OutboxMessage

AT = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECONDS = [5, 20, 60, *(60 * minutes for minutes in (2, 4, 8, 16, 32, 60, 60, 60))]

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
    assert delivery.send_message(message.pk, at=AT) == Outcome.DOWN
    message.refresh_from_db()
    assert message.state == MessageState.WAITING
    assert (message.attempts, message.last_error) == (1, "ConnectionRefusedError")
    peer.start()
    assert due(0) == 0
    assert due(1) == 1
    assert len(peer.raw) == 1
    assert due(600) == 0
    assert len(peer.raw) == 1


def test_pauses_grow_from_seconds_to_an_hour_and_a_message_is_never_given_up(peer, message):
    peer.stop()
    pauses, at = [], AT
    for _ in SECONDS:
        delivery.send_message(message.pk, at=at)
        message.refresh_from_db()
        pauses.append((message.next_attempt_at - at).total_seconds())
        at = message.next_attempt_at
    assert pauses == SECONDS
    peer.start()
    assert delivery.send_message(message.pk, at=at) == Outcome.SENT
    assert len(peer.raw) == 1


def test_a_server_that_is_back_after_a_breath_is_not_kept_waiting_by_the_sweep(peer, message):
    """The first tries have a task of their own, which a worker takes at the very second."""
    OxTask.objects.all().delete()
    peer.stop()
    hours, at = [], AT
    for _ in range(5):
        delivery.send_message(message.pk, at=at)
        message.refresh_from_db()
        at = message.next_attempt_at
        hours.append(at)
    tasks = OxTask.objects.order_by("run_after").values_list("run_after", flat=True)
    assert list(tasks) == hours[:3]
    peer.start()
    run_tasks(raise_failures=True)
    assert len(peer.raw) == 1


def test_a_backend_that_cannot_defer_leaves_the_retry_to_the_sweep(peer, message, monkeypatch):
    OxTask.objects.all().delete()
    monkeypatch.setattr(delivery.deliver.get_backend(), "supports_defer", False)
    peer.stop()
    delivery.send_message(message.pk, at=AT)
    assert not OxTask.objects.exists()
    peer.start()
    assert due(1) == 1


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

    def overlap(mail, files):
        answers.append(delivery.send_message(message.pk, at=AT))
        return original(mail, files)

    original = wire.mail_of
    monkeypatch.setattr(wire, "mail_of", overlap)
    delivery.send_message(message.pk, at=AT)
    assert answers == [None]
    assert len(peer.raw) == 1


def test_a_worker_killed_before_sending_loses_nothing(peer, message, monkeypatch):
    monkeypatch.setattr(wire, "mail_of", die)
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
    assert delivery.send_message(message.pk, at=AT) == Outcome.REFUSED
    message.refresh_from_db()
    assert message.last_error == "SMTPRecipientsRefused 550"
    assert due(600) == 0


def test_an_address_refused_for_now_is_tried_again(peer, message):
    peer.refusing["lea@example.org"] = "451 greylisted"
    assert delivery.send_message(message.pk, at=AT) == Outcome.LATER
    peer.refusing.clear()
    assert due(1) == 1


def test_one_message_does_not_hold_back_the_others(peer, message):
    peer.refusing["lea@example.org"] = "550 no such user"
    write("max@example.org")
    assert due(0) == 1
    assert [mail["To"] for mail in peer.mails] == ["max@example.org"]


def test_an_address_refused_for_now_does_not_hold_back_the_others_either(peer, message):
    peer.refusing["lea@example.org"] = "451 greylisted"
    write("max@example.org")
    assert due(0) == 1


def test_the_log_names_the_message_and_nobody(peer, message, caplog):
    peer.refusing["lea@example.org"] = "550 lea@example.org: no such user"
    delivery.send_message(message.pk, at=AT)
    (said,) = [one.getMessage() for one in caplog.records if one.name.startswith("passeurs")]
    assert said == f"message {message.pk}, try 1: SMTPRecipientsRefused 550"


def test_a_server_that_is_down_is_knocked_at_once_a_sweep(peer, message):
    write("max@example.org")
    peer.stop()
    assert due(0) == 0
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 1]


def die(*args, **options):
    raise KeyboardInterrupt
