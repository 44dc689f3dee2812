import pytest
from django.core.mail import EmailMessage
from django_ox.testing import run_tasks

from passeurs.notifications.models import OutboxMessage

pytestmark = pytest.mark.django_db


def test_mail_of_other_packages_takes_the_outbox_too(peer):
    EmailMessage("Votre code\u00a0: 4F7K", "Voici\u00a0:\n\n4F7K", to=["lea@example.org"]).send()
    assert peer.raw == []
    run_tasks(raise_failures=True)
    (mail,) = peer.mails
    assert mail["Subject"] == "Votre code\u00a0: 4F7K"
    assert "4F7K" in mail.get_body(["html"]).get_content()


def test_the_same_words_sent_twice_are_two_messages(peer):
    for _ in range(2):
        EmailMessage("Code", "1234", to=["lea@example.org"]).send()
    assert OutboxMessage.objects.count() == 2


def test_the_words_of_other_packages_are_not_kept_once_sent(peer):
    """They may hold a code, or a link that lets one in."""
    EmailMessage("Entrer", "4F7K", to=["lea@example.org"]).send()
    run_tasks(raise_failures=True)
    message = OutboxMessage.objects.get()
    assert (message.state, message.subject) == ("sent", "Entrer")
    assert (message.text, message.html) == ("", "")


def test_they_are_kept_while_the_server_is_down(peer):
    peer.stop()
    EmailMessage("Entrer", "4F7K", to=["lea@example.org"]).send()
    run_tasks(raise_failures=True)
    assert "4F7K" in OutboxMessage.objects.get().text
