"""Who is told that a file is infected: a piece of a dossier, or a file of its exchanges."""

from uuid import uuid4

import pytest

from passeurs.dossiers.actions.infections import tell_infection
from passeurs.dossiers.models import Message
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import calls
from tests.factories import documents as papers
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return factory.complete_dossier(calls.edition("occitanie-en-cours"))


def test_an_infected_file_of_the_exchanges_is_told_to_both_sides_once(made):
    file = papers.stored_file()
    for _ in range(2):
        message = Message.objects.create(
            dossier=made, side="holder", author=made.holder, text="x", key=uuid4(), at=factory.AT
        )
        message.files.create(file=file)
    tell_infection(file, at=factory.AT)
    assert Entry.objects.filter(verb="document.infected").count() == 1
    assert made.holder.email in set(OutboxMessage.objects.values_list("to", flat=True))


def test_a_piece_taken_out_since_is_told_to_nobody(made):
    piece = made.attachments.select_related("file").first()
    made.attachments.update(removed_at=factory.AT)
    tell_infection(piece.file, at=factory.AT)
    assert not OutboxMessage.objects.exists()
