"""What the holder and the coordination read when a dossier is filed, or taken back."""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from django_ox.testing import run_tasks

from passeurs.dossiers.actions.filing import submit_dossier, withdraw_dossier
from passeurs.dossiers.printing import receipt
from passeurs.notifications import delivery
from tests.factories import dossiers as factory
from tests.factories.organisations import team_member

pytestmark = pytest.mark.django_db
SITE = "https://passeurs.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def at():
    """Already past, for the worker has its own clock."""
    return factory.AT


def sent_to(peer, person):
    (mail,) = [one for one in peer.mails if one["To"] == person.email]
    return mail


def link_of(mail):
    """The address of the button, which is in the text too."""
    html = mail.get_body(["html"]).get_content()
    (address,) = {
        part.split('"')[0] for part in html.split('class="press"')[1].split('href="')[1:2]
    }
    assert address in mail.get_body(["plain"]).get_content()
    assert address.startswith(f"{SITE}/")
    return urlsplit(address).path


def sweep_a_minute_later():
    delivery.send_due_messages(clock=lambda: timezone.now() + timedelta(minutes=1))


def digest(content):
    return hashlib.sha256(content).hexdigest()


def test_the_holder_receives_the_very_receipt_that_is_on_screen(smtp_peer, client, ready, at):
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    run_tasks(raise_failures=True)
    (file,) = sent_to(smtp_peer, ready.holder).iter_attachments()
    client.force_login(ready.holder)
    page = client.get(f"/dossiers/{ready.pk}/recepisse/1/pdf/")
    assert file.get_filename() == f"recepisse-{snapshot.receipt_number}.pdf"
    assert file.get_filename() in page["Content-Disposition"]
    assert digest(file.get_content()) == digest(b"".join(page))


def test_the_holder_is_led_to_the_receipt(smtp_peer, client, ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    run_tasks(raise_failures=True)
    client.force_login(ready.holder)
    assert client.get(link_of(sent_to(smtp_peer, ready.holder))).status_code == 200


def test_a_server_that_is_down_at_filing_delivers_the_receipt_once_when_it_is_back(
    smtp_peer, ready, at
):
    smtp_peer.stop()
    submit_dossier(ready, by=ready.holder, at=at)
    run_tasks(raise_failures=True)
    smtp_peer.start()
    for _ in range(3):
        sweep_a_minute_later()
    assert len(list(sent_to(smtp_peer, ready.holder).iter_attachments())) == 1


def test_a_receipt_that_cannot_be_made_at_once_is_sent_later(smtp_peer, ready, at, monkeypatch):
    def broken(*args, **options):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(receipt, "render_pdf", broken)
        submit_dossier(ready, by=ready.holder, at=at)
        run_tasks(raise_failures=True)
    assert not [one for one in smtp_peer.mails if one["To"] == ready.holder.email]
    sweep_a_minute_later()
    assert len(list(sent_to(smtp_peer, ready.holder).iter_attachments())) == 1


def test_filing_makes_no_pdf_while_it_holds_the_database(ready, at, monkeypatch):
    def never(*args, **options):
        pytest.fail("a PDF was made in the transaction")

    monkeypatch.setattr(receipt, "render_pdf", never)
    submit_dossier(ready, by=ready.holder, at=at)


def test_the_coordination_is_led_to_the_dossier_on_its_desk(smtp_peer, client, ready, at):
    agent = team_member("coordination", ready.edition.coordination)
    submit_dossier(ready, by=ready.holder, at=at)
    run_tasks(raise_failures=True)
    mail = sent_to(smtp_peer, agent)
    assert list(mail.iter_attachments()) == []
    client.force_login(agent)
    assert client.get(link_of(mail)).status_code == 200


def test_taking_back_leads_to_the_dossier_for_each_of_them(smtp_peer, client, ready, at):
    agent = team_member("coordination", ready.edition.coordination)
    submit_dossier(ready, by=ready.holder, at=at)
    run_tasks(raise_failures=True)
    smtp_peer.raw.clear()
    withdraw_dossier(ready, by=ready.holder, at=at + timedelta(milliseconds=1))
    run_tasks(raise_failures=True)
    for person in (ready.holder, agent):
        client.force_login(person)
        assert client.get(link_of(sent_to(smtp_peer, person))).status_code == 200


def test_a_log_of_a_filing_names_nobody(smtp_peer, ready, at, caplog):
    smtp_peer.refusing[ready.holder.email] = f"550 {ready.holder.email}: no such user"
    submit_dossier(ready, by=ready.holder, at=at)
    run_tasks(raise_failures=True)
    said = [one.getMessage() for one in caplog.records if one.name.startswith("passeurs")]
    assert said
    assert not [line for line in said if "@" in line or ready.holder.last_name in line]
