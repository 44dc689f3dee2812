"""Two workers at the same instant, each on a connection of its own: one reminder, one digest."""

from datetime import timedelta

import pytest

from passeurs.dossiers.actions.reminders import send_reminders
from passeurs.dossiers.models import Reminder
from passeurs.dossiers.queries.reminders import dues_of
from passeurs.notifications.actions import post
from passeurs.notifications.actions.choosing import choose
from passeurs.notifications.digests import send_due_digests
from passeurs.notifications.enums import DIGEST, Family, Rhythm
from passeurs.notifications.models import OutboxMessage
from passeurs.notifications.rendering import Letter
from tests.dossiers.test_concurrency import at_once
from tests.factories import calls
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_send_each_reminder_once():
    edition = calls.edition("occitanie-2024")
    edition.opens_at = factory.AT - timedelta(days=1)
    edition.filing_before_at = factory.AT + timedelta(days=20)
    edition.save()
    dossiers = [factory.dossier(edition) for _ in range(3)]
    step = next(iter(dues_of(edition))).steps()[0]
    sent = at_once(*[lambda: send_reminders(at=step.at)] * 4)
    assert sum(sent) == Reminder.objects.count() == len(dossiers)
    assert OutboxMessage.objects.filter(key__startswith="reminder:").count() == len(dossiers)


def test_two_workers_make_one_digest():
    choose("lea@example.org", {Family.NEWS: Rhythm.DAILY}, zone="Europe/Paris", at=factory.AT)
    for rank in range(3):
        letter = Letter(f"Nouvelle {rank}", "Mot", "")
        post("lea@example.org", letter, key=f"k{rank}", at=factory.AT, family=Family.NEWS)
    later = factory.AT + timedelta(days=2)
    assert sum(at_once(*[lambda: send_due_digests(at=later)] * 4)) == 1
    assert OutboxMessage.objects.filter(family=DIGEST).count() == 1
