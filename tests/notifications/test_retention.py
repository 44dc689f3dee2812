from datetime import UTC, datetime, timedelta

import pytest
from django_ox.testing import run_tasks

from passeurs.notifications import delivery
from passeurs.notifications.actions import notify
from passeurs.notifications.models import OutboxMessage
from passeurs.notifications.retention import erase_old_words

AT = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(peer, settings):
    settings.MAIL_KEPT_DAYS = 90
    (message,) = notify(["lea@example.org"], "words/filed", {"title": "Été"}, key="k", at=AT)
    return message


def after(days):
    return erase_old_words(at=AT + timedelta(days=days))


def test_the_words_of_a_sent_message_are_kept_for_a_time_only(message):
    delivery.send_message(message.pk, at=AT)
    assert after(90) == 0
    assert after(91) == 1
    assert after(92) == 0
    message.refresh_from_db()
    assert (message.text, message.html) == ("", "")
    assert (message.to, message.sent_at) == ("lea@example.org", AT)
    assert "Dossier déposé" in message.subject


def test_a_refused_message_is_not_kept_for_ever_either(peer, message):
    peer.refusing["lea@example.org"] = "550 no such user"
    delivery.send_message(message.pk, at=AT)
    assert after(91) == 1


def test_a_message_that_waits_keeps_its_words_however_old(message):
    assert after(1000) == 0
    message.refresh_from_db()
    assert message.text


def test_the_worker_forgets_without_being_asked(message):
    delivery.send_message(message.pk, at=AT)
    delivery.forget.enqueue()
    run_tasks(raise_failures=True)
    assert OutboxMessage.objects.get().text == ""
