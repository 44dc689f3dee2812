"""A partner and a holder at the same instant: each deed is whole, none is done twice."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.confirmation import confirm_part, decline_part
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.invitations import send_due_reminders
from passeurs.dossiers.actions.messages import mail_messages, write_message
from passeurs.dossiers.actions.rows import remove_row
from passeurs.dossiers.enums import Side
from passeurs.dossiers.models import Dossier, Message, Partner, PartnerInvitation
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.dossiers.test_concurrency import AT, at_once
from tests.factories import calls, organisations, partners
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "5d4e7c3a-1111-4222-8333-444455556666"


@pytest.fixture
def ready():
    cache.clear()
    return factory.complete_dossier(calls.edition("occitanie-en-cours"))


@pytest.fixture
def invitation(ready):
    return partners.invited(ready, at=AT)[0]


def read_again(invitation):
    related = ("partner__dossier__edition__coordination", "partner__dossier__structure")
    return PartnerInvitation.objects.select_related(*related).get(pk=invitation.pk)


def confirming(invitation):
    mine = read_again(invitation)
    seen = mine.partner.basis_digest
    return lambda: confirm_part(mine, name="Théo", role="Directeur", seen=seen, at=AT)


def test_two_clicks_confirm_once(ready, invitation):
    at_once(*(confirming(invitation) for _ in range(3)))
    assert read_again(invitation).state == "confirmed"
    assert Entry.objects.filter(verb="partner.confirmed").count() == 1
    assert OutboxMessage.objects.filter(to=ready.holder.email).count() == 1


def test_a_row_removed_while_its_partner_declines(ready, invitation):
    mine, row = read_again(invitation), partners.partner(ready)
    _, declined = at_once(
        lambda: remove_row(row, "partners", by=ready.holder, at=AT),
        lambda: decline_part(mine, word="Non", at=AT),
    )
    assert not Partner.objects.filter(pk=row.pk).exists()
    assert declined is None or isinstance(declined, Refused)
    told = Entry.objects.filter(verb="partner.declined").count()
    assert told == (declined is None)


def test_a_confirmation_while_the_dossier_is_filed_is_in_the_snapshot_or_refused(ready, invitation):
    dossier = Dossier.objects.select_related("edition__coordination").get(pk=ready.pk)
    snapshot, confirmed = at_once(
        lambda: submit_dossier(dossier, by=ready.holder, at=AT), confirming(invitation)
    )
    frozen = snapshot.document["partners"][0]["confirmation"]["state"]
    assert frozen == read_again(invitation).state
    assert isinstance(confirmed, Refused) == (frozen == "invited")


def test_a_partner_and_the_holder_correct_at_once_and_no_text_is_lost(ready):
    invitation, token = partners.invited(ready, at=AT)
    version = ready.sections.get(code="partners").version
    row, holder, partner = invitation.partner, Client(), Client()
    holder.force_login(ready.holder)
    theirs = reverse("dossiers:row", args=[ready.pk, "partners", row.pk])
    ours = reverse("dossiers:partner_correct", args=[token])
    sent = {"_version": version}
    answers = at_once(
        lambda: holder.post(theirs, sent | {"name": row.name, "contribution": "Du porteur"}),
        lambda: partner.post(ours, sent | {"contribution": "Du partenaire"}),
    )
    assert {answer.status_code for answer in answers} <= {302, 409}
    kept = {read_again(invitation).partner.contribution}
    kept |= set(ready.set_asides.values_list("text", flat=True))
    assert kept == {"Du porteur", "Du partenaire"}


def test_two_workers_send_one_reminder(ready, invitation):
    later = AT + timedelta(days=6)
    sent = at_once(*(lambda: send_due_reminders(at=later) for _ in range(3)))
    assert sum(sent) == 1
    assert OutboxMessage.objects.filter(to=invitation.email).count() == 2


def test_two_clicks_write_one_message_and_two_workers_mail_it_once(ready):
    agent = organisations.team_member("coordination", ready.edition.coordination)
    options = {"side": Side.HOLDER, "key": KEY, "by": ready.holder, "at": AT}
    at_once(*(lambda: write_message(ready, "Bonjour.", **options) for _ in range(3)))
    assert Message.objects.count() == 1
    later = AT + timedelta(minutes=11)
    assert sum(at_once(*(lambda: mail_messages(at=later) for _ in range(3)))) == 1
    assert OutboxMessage.objects.filter(to=agent.email).count() == 1
