"""Refusals at the door and reports that come later, spoken by a real SMTP server."""

import mailbox
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from passeurs.notifications import delivery
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family, MessageState, Outcome
from passeurs.notifications.models import DeadAddress, OutboxMessage
from passeurs.notifications.reports import Read, parse, take_report
from passeurs.notifications.statuses import is_hard, status_in, told

pytestmark = pytest.mark.django_db
AT = datetime(2027, 10, 27, 7, tzinfo=UTC)
LEA = "lea@example.org"


def sent(peer, to=LEA, key="k"):
    (message,) = notify([to], "words/filed", {"title": "Été"}, key=key, at=AT)
    delivery.send_message(message.pk, at=AT)
    message.refresh_from_db()
    return message


# ------------------------------------------------------------------------------ at the door


@pytest.mark.parametrize(
    ("reply", "words", "hard"),
    [
        ("550 5.1.1 no such user", "n’existe pas", True),
        ("550 no such user", "n’existe pas, ou ne nous accepte pas", True),
        ("553 bad name", "n’existe pas, ou ne nous accepte pas", True),
        ("552 5.2.2 over quota", "est pleine", False),
        ("552 too much", "est pleine", False),
        ("550 5.7.1 spam", "indésirable", False),
        ("550 5.2.1 disabled", "est fermée", True),
        ("554 no", "a refusé le message", False),
    ],
)
def test_a_refusal_for_good_is_told_in_french_and_not_tried_again(peer, reply, words, hard):
    peer.refusing[LEA] = reply
    message = sent(peer)
    assert message.state == MessageState.FAILED
    assert words in told(message.last_error)
    assert DeadAddress.objects.get(address=LEA).is_hard == hard
    assert delivery.send_due_messages(clock=lambda: AT + timedelta(days=30)) == 0
    assert message.attempts == 1


def test_a_refusal_for_now_is_tried_again_and_the_address_stays_sound(peer):
    peer.refusing[LEA] = "450 4.2.1 try later"
    message = sent(peer)
    assert message.state == MessageState.WAITING
    assert told(message.last_error).startswith("Le serveur du destinataire demande d’attendre")
    assert not DeadAddress.objects.exists()
    peer.refusing.clear()
    assert delivery.send_message(message.pk, at=AT + timedelta(hours=1)) == Outcome.SENT


def test_the_server_s_sentence_is_not_kept(peer):
    peer.refusing[LEA] = "550 5.1.1 <lea@example.org> unknown"
    assert sent(peer).last_error == "SMTPRecipientsRefused 550 5.1.1"


def test_once_dead_an_address_gets_no_more_reminders(peer):
    peer.refusing[LEA] = "550 5.1.1 no"
    sent(peer)
    told_again = notify(
        [LEA], "words/filed", {"title": "x"}, key="k2", at=AT, family=Family.REMINDERS
    )
    assert told_again[0].state == MessageState.MUTED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("550 5.1.1 x", "5.1.1"),
        ("550 x", "550"),
        ("smtp; 550-5.7.26 multi", "5.7.26"),
        ("127.5.1.1.9", ""),
        ("", ""),
    ],
)
def test_the_code_in_a_server_s_words(text, status):
    assert status_in(text) == status


@pytest.mark.parametrize("name", ["TimeoutError", "ConnectionRefusedError", "Quoi", ""])
def test_every_trouble_has_words(name):
    assert bool(told(name)) == bool(name)


# ---------------------------------------------------------------------------- reports, later


def report_on(mail, *, action="failed", status="5.1.1", to="retours@passeurs.example", quote="all"):
    """A report as Postfix writes them (RFC 3464), on a message that our peer received."""
    lines = [
        "From: MAILER-DAEMON@mx.example (Mail Delivery System)",
        "Subject: Undelivered Mail Returned to Sender",
        f"To: {to}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B1"',
        "",
        "--B1",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "",
        "--B1",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        "",
        f"Final-Recipient: rfc822; {LEA}",
        f"Action: {action}",
        f"Status: {status}",
        "Diagnostic-Code: smtp; 550 5.1.1 <lea@example.org>: Recipient address rejected",
        "",
    ]
    raw = "\r\n".join(lines).encode() + b"\r\n--B1\r\n"
    if quote == "all":
        raw += b"Content-Type: message/rfc822\r\n\r\n" + mail
    elif quote == "headers":
        raw += b"Content-Type: text/rfc822-headers\r\n\r\n" + mail.split(b"\r\n\r\n")[0]
    return raw + b"\r\n--B1--\r\n"


@pytest.fixture
def left(peer):
    """A message that left, and its bytes as the other side received them."""
    message = sent(peer)
    return SimpleNamespace(message=message, raw=peer.raw[-1])


def fresh(message):
    return OutboxMessage.objects.get(pk=message.pk)


@pytest.mark.parametrize("quote", ["all", "headers"])
def test_a_report_marks_its_message_and_its_address(left, quote):
    raw = report_on(left.raw, quote=quote)
    assert take_report(raw, at=AT) == Read.KEPT
    assert fresh(left.message).state == MessageState.BOUNCED
    assert told(fresh(left.message).last_error).startswith("Cette boîte aux lettres n’existe pas")
    dead = DeadAddress.objects.get(address=LEA)
    assert (dead.status, dead.is_hard, dead.count) == ("5.1.1", True, 1)


def test_a_report_read_again_changes_nothing(left):
    raw = report_on(left.raw)
    take_report(raw, at=AT)
    assert take_report(raw, at=AT + timedelta(days=1)) == Read.KNOWN
    assert DeadAddress.objects.get().count == 1


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_not_a_failure_changes_nothing(left, action):
    assert take_report(report_on(left.raw, action=action), at=AT) == Read.NOT_FINAL
    assert fresh(left.message).state == MessageState.SENT


def test_a_message_that_waited_too_long_comes_back_but_its_address_is_not_dead(left):
    assert take_report(report_on(left.raw, status="4.4.7"), at=AT) == Read.KEPT
    assert not DeadAddress.objects.get().is_hard
    assert "des jours" in told(fresh(left.message).last_error)


def test_a_failure_without_a_code_is_read_in_the_server_s_words(left):
    take_report(report_on(left.raw, status=""), at=AT)
    assert DeadAddress.objects.get().status == "5.1.1"


def test_a_report_on_somebody_else_s_message_is_left(left):
    raw = report_on(left.raw.replace(str(left.message.pk).encode(), b"0" * 36))
    assert take_report(raw, at=AT) == Read.UNKNOWN_MESSAGE
    assert not DeadAddress.objects.exists()


def test_each_message_has_a_way_back_of_its_own_where_a_box_is_named(peer, settings):
    settings.BOUNCE_ADDRESS = "retours@passeurs.example"
    envelopes = []
    original = peer.handle_DATA

    async def keep(server, session, envelope):
        envelopes.append(envelope.mail_from)
        return await original(server, session, envelope)

    peer.handle_DATA = keep
    message = sent(peer)
    path = f"retours+{message.pk.hex}@passeurs.example"
    assert envelopes == [path]
    assert peer.mails[-1]["From"].addresses[0].addr_spec == "bonjour@passeurs.example"
    raw = report_on(b"", to=f"<{path}>", quote="nothing")
    assert take_report(raw, at=AT) == Read.KEPT
    assert fresh(message).state == MessageState.BOUNCED


def test_without_a_box_the_way_back_is_the_sender_s(left, settings):
    settings.BOUNCE_ADDRESS = ""
    raw = report_on(b"", to=f"x+{left.message.pk.hex}@passeurs.example", quote="nothing")
    assert take_report(raw, at=AT) == Read.UNKNOWN_MESSAGE


def test_an_ordinary_mail_is_no_report(left):
    mail = EmailMessage()
    mail["Subject"] = "Absence"
    mail["References"] = f"<{left.message.pk}@passeurs.example>"
    mail.set_content("Je suis en congé.")
    assert take_report(bytes(mail), at=AT) == Read.NOT_A_REPORT


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=3000))
def test_no_bytes_make_it_fall(raw):
    head = b'Content-Type: multipart/report; boundary="B"\r\n\r\n--B\r\n'
    status = b"Content-Type: message/delivery-status\r\n\r\n"
    for one in (raw, head + raw, head + status + raw, head + status + b"Action: failed\r\n" + raw):
        parse(one)


def test_the_report_of_our_peer_is_one_that_a_reader_understands(left):
    mail = message_from_bytes(report_on(left.raw), policy=policy.default)
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "message/delivery-status", "message/rfc822"]


# ------------------------------------------------------------------------------ the command


def run(source, *options, capsys):
    call_command("read_bounces", str(source), *options)
    return capsys.readouterr().out


def test_a_maildir_is_read_and_emptied_of_its_reports(left, tmp_path, capsys):
    box = mailbox.Maildir(tmp_path / "retours")
    box.add(report_on(left.raw))
    box.add(b"Subject: Absence\r\n\r\nEn vacances.\r\n")
    box.close()
    said = run(tmp_path / "retours", "--remove", capsys=capsys)
    assert "1 retenus" in said
    assert "1 qui ne sont pas des avis" in said
    assert len(mailbox.Maildir(tmp_path / "retours")) == 1
    assert fresh(left.message).state == MessageState.BOUNCED


def test_an_mbox_is_read_and_kept(left, tmp_path, capsys):
    box = mailbox.mbox(tmp_path / "retours.mbox")
    box.add(report_on(left.raw))
    box.close()
    assert "1 retenus" in run(tmp_path / "retours.mbox", capsys=capsys)
    assert "1 déjà connus" in run(tmp_path / "retours.mbox", capsys=capsys)


def test_a_message_on_stdin_is_read(left, monkeypatch, capsys):
    raw = report_on(left.raw)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(raw)))
    assert "1 retenus" in run("-", capsys=capsys)


@pytest.mark.parametrize("made", [False, True], ids=["missing", "a plain folder"])
def test_a_box_that_is_not_one_is_said(tmp_path, made):
    path = Path(tmp_path / "rien")
    if made:
        path.mkdir()
    with pytest.raises(CommandError, match="ni un fichier mbox"):
        call_command("read_bounces", str(path))


def test_a_hard_bounce_stays_one(left, peer):
    take_report(report_on(left.raw), at=AT)
    second = sent(peer, key="k2")
    take_report(report_on(peer.raw[-1], status="4.4.7"), at=AT)
    assert fresh(second).state == MessageState.BOUNCED
    dead = DeadAddress.objects.get()
    assert (dead.is_hard, dead.count, dead.status) == (True, 2, "4.4.7")
    assert is_hard("5.1.1")
