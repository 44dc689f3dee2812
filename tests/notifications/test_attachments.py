"""A file is promised with the words, and made when they leave."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django_ox.testing import run_tasks

from passeurs.notifications import delivery
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment, File, Unbuilt, build
from passeurs.notifications.enums import Outcome
from passeurs.notifications.models import OutboxMessage
from passeurs.notifications.rendering import NOT_ATTACHED

AT = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)
CONTENT = b"%PDF-1.7 \xff\x00" * 5000
made = []


def make(number):
    made.append(number)
    return File(f"récépissé-{number}.pdf", CONTENT, "application/pdf")


def fail(number):
    raise OSError(f"lea@example.org has no receipt {number}")


def query(number):
    return File("x.txt", str(connection.in_atomic_block).encode(), "application/octet-stream")


@pytest.fixture(autouse=True)
def builders(settings):
    made.clear()
    settings.MAIL_ATTACHMENTS = {"receipt": f"{__name__}.make"}
    return settings.MAIL_ATTACHMENTS


def tell(*names):
    attachments = [Attachment(name, [12]) for name in names]
    (message,) = notify(
        ["lea@example.org"],
        "words/filed",
        {"title": "Été"},
        key="k",
        at=AT,
        attachments=attachments,
    )
    return message


def attempt(message):
    message.refresh_from_db()
    return delivery.send_message(message.pk, at=message.next_attempt_at)


@pytest.mark.django_db
def test_the_reader_gets_text_html_and_the_very_bytes(peer):
    tell("receipt")
    run_tasks(raise_failures=True)
    (mail,) = peer.mails
    assert mail.get_content_type() == "multipart/mixed"
    body, file = mail.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html"]
    assert (file.get_filename(), file.get_content_type()) == (
        "récépissé-12.pdf",
        "application/pdf",
    )
    digest = hashlib.sha256(file.get_content()).digest()
    assert digest == hashlib.sha256(CONTENT).digest()


@pytest.mark.django_db
def test_nothing_is_made_while_the_deed_is_written(peer):
    message = tell("receipt")
    assert made == []
    assert message.attachments == [{"builder": "receipt", "arguments": [12]}]
    run_tasks(raise_failures=True)
    assert made == [12]


@pytest.mark.django_db(transaction=True)
def test_a_file_is_made_outside_of_any_transaction(peer, builders):
    builders["query"] = f"{__name__}.query"
    tell("query")
    run_tasks(raise_failures=True)
    (mail,) = peer.mails
    (file,) = mail.iter_attachments()
    assert file.get_content() == b"False"


@pytest.mark.django_db
def test_a_builder_nobody_declared_is_refused_with_the_deed(peer):
    with pytest.raises(ImproperlyConfigured):
        tell("os.remove")
    assert not OutboxMessage.objects.exists()


def test_a_row_calls_nothing_that_the_setting_does_not_name():
    with pytest.raises(Unbuilt):
        build([{"builder": f"{__name__}.make", "arguments": [1]}])
    assert made == []


@pytest.mark.django_db
def test_a_builder_that_fails_then_works_sends_one_whole_mail(peer, builders):
    builders["receipt"] = f"{__name__}.fail"
    message = tell("receipt")
    assert attempt(message) == Outcome.LATER
    message.refresh_from_db()
    assert (message.last_error, peer.raw) == ("OSError", [])
    builders["receipt"] = f"{__name__}.make"
    assert attempt(message) == Outcome.SENT
    (mail,) = peer.mails
    assert len(list(mail.iter_attachments())) == 1
    assert attempt(message) is None


@pytest.mark.django_db
def test_a_builder_that_never_works_does_not_keep_the_words_for_ever(peer, builders):
    builders["receipt"] = f"{__name__}.fail"
    message = tell("receipt")
    outcomes = [attempt(message) for _ in range(7)]
    assert outcomes == [Outcome.LATER] * 6 + [Outcome.SENT]
    message.refresh_from_db()
    waited = message.sent_at - message.created_at
    assert timedelta(minutes=15) < waited < timedelta(minutes=16)
    (mail,) = peer.mails
    assert list(mail.iter_attachments()) == []
    for kind in ("plain", "html"):
        assert NOT_ATTACHED in mail.get_body([kind]).get_content()


@pytest.mark.django_db
def test_a_server_that_is_down_for_long_costs_no_attachment(peer):
    message = tell("receipt")
    peer.stop()
    assert {attempt(message) for _ in range(9)} == {Outcome.DOWN}
    peer.start()
    assert attempt(message) == Outcome.SENT
    (mail,) = peer.mails
    assert len(list(mail.iter_attachments())) == 1


@pytest.mark.django_db
def test_a_server_that_wants_no_such_file_has_the_words_in_the_end(peer, monkeypatch):
    async def only_light(server, session, envelope):
        if b"application/pdf" in envelope.content:
            return "552 5.3.4 message too big"
        return await original(server, session, envelope)

    original = peer.handle_DATA
    monkeypatch.setattr(peer, "handle_DATA", only_light, raising=False)
    message = tell("receipt")
    outcomes = [attempt(message) for _ in range(7)]
    assert outcomes == [Outcome.LATER] * 6 + [Outcome.SENT]
    assert len(peer.raw) == 1


@pytest.mark.django_db
def test_a_failed_builder_does_not_hold_back_the_others(peer, builders):
    builders["receipt"] = f"{__name__}.fail"
    tell("receipt")
    notify(["max@example.org"], "words/filed", {"title": "Été"}, key="k", at=AT)
    assert delivery.send_due_messages(clock=lambda: AT) == 1


@pytest.mark.django_db
def test_what_a_builder_says_is_never_logged(peer, builders, caplog):
    builders["receipt"] = f"{__name__}.fail"
    attempt(tell("receipt"))
    (said,) = [one.getMessage() for one in caplog.records if one.name.startswith("passeurs")]
    assert said.endswith("try 1: OSError")
