"""A publication killed at each step and taken up again: each letter once, never half of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from passeurs.committee import preparing
from passeurs.committee.actions import letters, publishing
from passeurs.committee.actions.letters import ask_letters, silent_publications
from passeurs.committee.actions.publishing import publish
from passeurs.committee.actions.sittings import create_sitting
from passeurs.committee.models import Letter
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Award, Dossier
from passeurs.notifications import delivery
from passeurs.notifications.models import OutboxMessage
from tests.committee.conftest import facts
from tests.dossiers.test_concurrency import at_once
from tests.factories import calls, organisations, sittings
from tests.factories import dossiers as factory
from tests.peers.mortal import dies, dies_at, killed_in

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)
VERDICTS = ("granted", "declined", "waiting")


@pytest.fixture
def at():
    return factory.AT + timedelta(hours=1)


@pytest.fixture
def edition():
    return calls.edition("occitanie-en-cours", today=timezone.localdate())


@pytest.fixture
def agent(edition):
    return organisations.team_member("coordination", edition.coordination)


@pytest.fixture
def three(edition):
    return [sittings.complete(edition, f"Projet {n}") for n in range(3)]


@pytest.fixture
def decided(edition, three, agent, at):
    by = {"by": agent, "at": at}
    made = create_sitting(edition, facts(at), **by)
    sittings.put(made, three, **by)
    for one, verdict in zip(three, VERDICTS, strict=True):
        sittings.decide(made, one, verdict, **by)
    return sittings.end(made)


@pytest.fixture(autouse=True)
def _paper(monkeypatch):
    """Typesetting has its own tests, and its threads do not outlive a fork."""
    monkeypatch.setattr(letters, "award_pdf", lambda told, **_: f"%PDF {told['number']}".encode())


@pytest.fixture
def ready(decided, agent, at):
    sittings.prepared(ask_letters(decided, by=agent, at=at))
    return decided


def states(dossiers):
    return [Dossier.objects.get(pk=one.pk).state for one in dossiers]


def send(at):
    return delivery.send_due_messages(clock=lambda: at)


def ids(peer):
    return [mail["Message-ID"] for mail in peer.mails]


def test_killed_between_two_letters_the_others_are_made_and_the_first_is_not_made_again(
    decided, three, agent, at, monkeypatch
):
    publication = ask_letters(decided, by=agent, at=at)
    with monkeypatch.context() as patch:
        patch.setattr(preparing, "prepare_letter", dies_at(2, preparing.prepare_letter))
        killed_in(lambda: preparing.prepare.func(publication.pk))
    first = Letter.objects.get(state="ready")
    later = timezone.now() + 3 * MINUTE
    assert silent_publications(at=later) == [publication]
    sittings.prepared(publication)
    assert Letter.objects.get(pk=first.pk).prepared_at == first.prepared_at
    assert Letter.objects.filter(state="ready").count() == 3
    publish(decided, by=agent, at=at)
    assert states(three) == list(VERDICTS)


def test_killed_inside_the_transaction_nothing_is_told_and_it_is_published_again_whole(
    ready, three, agent, at, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "tell_award", dies_at(2, publishing.tell_award))
        killed_in(lambda: publish(ready, by=agent, at=at))
    assert states(three) == ["admissible"] * 3
    assert (Award.objects.count(), OutboxMessage.objects.count()) == (0, 0)
    publish(ready, by=agent, at=at)
    assert (Award.objects.count(), OutboxMessage.objects.count()) == (3, 3)


def test_killed_after_the_commit_and_before_anything_left_the_letters_leave_once(
    ready, three, agent, at, smtp_peer
):

    def deed():
        publish(ready, by=agent, at=at)
        dies()

    killed_in(deed)
    assert states(three) == list(VERDICTS)
    with pytest.raises(Refused, match="déjà publiées"):
        publish(ready, by=agent, at=at)
    assert (send(at + MINUTE), send(at + 2 * MINUTE)) == (3, 0)
    assert sorted(one["To"] for one in smtp_peer.mails) == sorted(one.holder.email for one in three)


def test_with_the_mail_server_down_nothing_is_lost_and_each_leaves_once_when_it_is_back(
    ready, agent, at, smtp_peer
):
    smtp_peer.stop()
    publish(ready, by=agent, at=at)
    assert send(at) == 0
    smtp_peer.start()
    send(at + 5 * MINUTE)
    send(at + 60 * MINUTE)
    assert (len(smtp_peer.mails), len(set(ids(smtp_peer)))) == (3, 3)
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}


def test_killed_once_the_server_accepted_the_second_copy_bears_the_name_of_the_first(
    ready, agent, at, smtp_peer, monkeypatch
):
    """What the mail reader knows for one message; see docs/decisions/0050-outbox.md."""
    publish(ready, by=agent, at=at)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_sent", dies)
        killed_in(lambda: send(at))
    assert len(smtp_peer.mails) == 1
    assert send(at + MINUTE) == 2
    assert send(at + 10 * MINUTE) == 1
    assert len(set(ids(smtp_peer))) == 3
    assert send(at + 60 * MINUTE) == 0


def test_of_two_who_publish_at_once_one_does_and_the_other_reads_why(ready, three, agent, at):
    found = at_once(*[lambda: publish(ready, by=agent, at=at)] * 2)
    refused = [one for one in found if isinstance(one, Refused)]
    assert len(refused) == 1
    assert "déjà publiées" in refused[0].reasons[0]
    assert (Award.objects.count(), OutboxMessage.objects.count()) == (3, 3)
