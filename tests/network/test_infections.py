"""An infected CV is set aside, journaled, and told to whoever sent it."""

import pytest

from passeurs.journal.models import Entry
from passeurs.network.actions.infections import tell_infection
from passeurs.notifications.models import OutboxMessage
from tests.factories import documents as papers
from tests.factories import network
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("by_account", "told"), [(True, 1), (False, 0)])
def test_the_sender_of_an_infected_cv_is_told_when_there_is_an_account(by_account, told):
    sender = person() if by_account else None
    file = papers.stored_file(by=sender)
    card = network.card()
    card.cv = file
    card.save()
    tell_infection(file, at=papers.AT)
    assert Entry.objects.filter(verb="practitioner.cv_infected").count() == 1
    assert OutboxMessage.objects.count() == told


def test_a_file_that_is_nobody_s_cv_tells_nobody():
    tell_infection(papers.stored_file(), at=papers.AT)
    assert not Entry.objects.filter(verb="practitioner.cv_infected").exists()
