from datetime import UTC, datetime

import pytest
from django.db import transaction
from django_ox.testing import run_tasks

from passeurs.accounts.models import User
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import MessageState
from passeurs.notifications.models import OutboxMessage

AT = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)
FILED = "words/filed"


def tell(*people, title="Lumières d’été & <b>nuits</b>", key="dossier.submitted:1"):
    return notify(people, FILED, {"title": title}, key=key, at=AT)


@pytest.mark.django_db
def test_a_message_waits_until_the_worker_takes_it(peer):
    (message,) = tell("lea@example.org")
    assert message.state == MessageState.WAITING
    assert peer.raw == []
    run_tasks(raise_failures=True)
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert len(peer.raw) == 1


@pytest.mark.django_db
def test_the_reader_gets_french_text_and_html(peer):
    tell("lea@example.org")
    run_tasks(raise_failures=True)
    (mail,) = peer.mails
    title = "Lumières d’été & <b>nuits</b>"
    assert mail["Subject"] == f"Dossier déposé\u00a0: «\u00a0{title}\u00a0»"
    assert mail["From"].addresses[0].display_name == "Passeurs d’images"
    assert mail["To"] == "lea@example.org"
    assert mail["Content-Language"] == "fr"
    text = mail.get_body(["plain"]).get_content()
    html = mail.get_body(["html"]).get_content()
    assert f"«\u00a0{title}\u00a0» est déposé." in text
    assert "&lt;b&gt;nuits" in html
    assert '<a href="https://passeurs.example/dossiers/1/"' in html
    assert '<html lang="fr">' in html


@pytest.mark.django_db
def test_headers_travel_as_ascii(peer):
    tell("lea@example.org")
    run_tasks(raise_failures=True)
    head = peer.raw[0].split(b"\r\n\r\n")[0]
    assert head.isascii()
    assert b"=?utf-8?" in head.split(b"Subject: ")[1]


@pytest.mark.django_db
def test_an_app_may_bring_its_own_html(peer):
    person = User.objects.create(email="lea@example.org")
    notify([person], "words/own", {"title": "un film"}, key="k", at=AT)
    assert "un film</p>" in OutboxMessage.objects.get().html


@pytest.mark.django_db
def test_the_same_deed_is_told_once_to_each(peer):
    tell("lea@example.org", "max@example.org")
    assert tell("Lea@Example.org", "max@example.org", "zoe@example.org")[0].to == "zoe@example.org"
    run_tasks(raise_failures=True)
    assert sorted(mail["To"] for mail in peer.mails) == [
        "lea@example.org",
        "max@example.org",
        "zoe@example.org",
    ]


@pytest.mark.django_db
def test_two_deeds_are_told_twice(peer):
    tell("lea@example.org", key="dossier.submitted:1")
    tell("lea@example.org", key="dossier.submitted:2")
    run_tasks(raise_failures=True)
    assert len(peer.raw) == 2


@pytest.mark.django_db
def test_a_line_break_in_a_title_does_not_break_the_headers(peer):
    tell("lea@example.org", title="a\r\nBcc: spy@example.org")
    run_tasks(raise_failures=True)
    (mail,) = peer.mails
    assert mail["Bcc"] is None


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_sent(peer):
    with transaction.atomic():
        tell("lea@example.org")
        transaction.set_rollback(True)
    run_tasks(raise_failures=True)
    assert not OutboxMessage.objects.exists()
    assert peer.raw == []


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_sent(peer):
    with transaction.atomic():
        tell("lea@example.org")
        assert peer.raw == []
    run_tasks(raise_failures=True)
    assert len(peer.raw) == 1
