"""Documents asked for beside the call's: asked, sent once the dossier is filed, accepted, owed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.documents.rules import DOCUMENT
from passeurs.dossiers.actions.infections import tell_infection
from passeurs.dossiers.actions.requests import (
    MOST_FILES,
    accept_answer,
    answer_request,
    ask_again,
    ask_document,
    day_of,
    withdraw_request,
)
from passeurs.dossiers.enums import RequestState, Side, State
from passeurs.dossiers.models import DocumentRequest, Dossier
from passeurs.dossiers.queries.obligations import (
    obligations_of,
    obligations_of_holder,
    obligations_of_region,
    open_obligations,
)
from passeurs.dossiers.queries.requests import requests_of
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import dossiers as factory
from tests.factories.accounts import person
from tests.factories.documents import upload
from tests.factories.organisations import team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(edition):
    return team_member("coordination", edition.coordination)


@pytest.fixture
def today(ready, at):
    return day_of(ready, at=at)


@pytest.fixture
def asked(ready, agent, at, today):
    return ask(ready, agent, at=at, due_on=today + timedelta(days=7))


def ask(dossier, agent, *, at, label="Relevé d’identité bancaire", **more):
    options = {"words": "Celui de l’association.", "key": uuid4()} | more
    return ask_document(dossier, label=label, by=agent, at=at, **options)


def send(asked, at, **more):
    options = {"allowed": DOCUMENT, "word": "", "by": asked.dossier.holder, "at": at} | more
    return answer_request(asked, upload("rib.pdf"), **options)


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def subjects():
    return list(OutboxMessage.objects.values_list("subject", flat=True))


def test_the_holder_is_told_what_is_asked_and_until_when(asked, ready):
    message = OutboxMessage.objects.get()
    assert message.to == ready.holder.email
    assert "Relevé d’identité bancaire" in message.subject
    assert "> Celui de l’association." in message.text
    assert reverse("dossiers:requests", args=[ready.pk]) in message.text
    entry = Entry.objects.filter(verb="document.asked").get()
    assert entry.scope == ready.edition.coordination.slug
    assert "bancaire" not in str(entry.data)


def test_the_same_page_twice_asks_once(ready, agent, at, today):
    key = uuid4()
    first = ask(ready, agent, at=at, key=key, due_on=today)
    assert ask(ready, agent, at=at, key=key, due_on=today) == first
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"label": "   "}, "Nommez la pièce"),
        ({"label": "x" * 161}, "160 caractères"),
        ({"words": "x" * 2001}, "2 000"),
        ({"due_on": None}, "jusqu’à quel jour"),
        ({"days": -1}, "Ce jour est passé"),
        ({"days": 800}, "trop loin"),
    ],
)
def test_what_cannot_be_asked_is_told(ready, agent, at, today, fault, sentence):
    days = fault.pop("days", 3)
    wanted = {"due_on": today + timedelta(days=days)} | fault
    with pytest.raises(Refused) as refusal:
        ask(ready, agent, at=at, **wanted)
    assert any(sentence in plain(reason) for reason in refusal.value.reasons)


def test_nothing_is_asked_of_an_abandoned_dossier(ready, agent, at, today):
    ready.state = State.ABANDONED
    with pytest.raises(Refused, match="abandonné"):
        ask(ready, agent, at=at, due_on=today)


def test_a_filed_dossier_takes_the_file_and_stays_as_filed(asked, ready, agent, at):
    Dossier.objects.filter(pk=ready.pk).update(state=State.SUBMITTED, updated_at=at)
    answer = send(asked, at + timedelta(hours=1), word="Le voici.")
    asked.refresh_from_db()
    ready.refresh_from_db()
    assert asked.state == RequestState.RECEIVED
    assert (ready.state, ready.updated_at) == (State.SUBMITTED, at)
    assert not ready.attachments.filter(file=answer.file).exists()
    told = OutboxMessage.objects.filter(to=agent.email).get()
    assert "rib.pdf" in told.text
    assert "> Le voici." in told.text


def test_another_file_may_follow_until_it_is_accepted(asked, agent, at):
    send(asked, at)
    send(asked, at)
    accept_answer(asked, by=agent, at=at)
    assert asked.state == RequestState.ACCEPTED
    with pytest.raises(Refused, match="changé"):
        send(asked, at)
    assert asked.answers.count() == 2
    assert any(subject.startswith("Pièce acceptée") for subject in subjects())


def test_ten_files_are_enough(asked, at):
    first = send(asked, at)
    rest = [type(first)(request=asked, file=first.file, round=1, by=first.by, at=at)] * 1
    for _ in range(MOST_FILES - 1):
        rest[0].pk = None
        rest[0].save(force_insert=True)
    with pytest.raises(Refused, match=str(MOST_FILES)):
        send(asked, at)


def test_a_word_too_long_is_refused_before_the_file_is_kept(asked, at):
    with pytest.raises(Refused, match="trop long"):
        send(asked, at, word="x" * 2001)
    assert not asked.answers.exists()


def test_nothing_is_accepted_before_it_came(asked, agent, at):
    with pytest.raises(Refused, match="changé"):
        accept_answer(asked, by=agent, at=at)


def test_an_infected_file_is_not_accepted_and_its_people_are_told(asked, agent, at):
    answer = send(asked, at)
    type(answer.file).objects.filter(pk=answer.file.pk).update(scan_state="infected")
    with pytest.raises(Refused, match="antivirus"):
        accept_answer(asked, by=agent, at=at)
    before = OutboxMessage.objects.count()
    tell_infection(answer.file, at=at)
    assert OutboxMessage.objects.count() == before + 2


def test_it_is_asked_again_with_why_and_another_day(asked, agent, at, today):
    send(asked, at)
    later = today + timedelta(days=20)
    ask_again(asked, reason=" Illisible. ", due_on=later, by=agent, at=at)
    assert (asked.state, asked.round, asked.due_on) == (RequestState.ASKED, 2, later)
    last = OutboxMessage.objects.filter(text__contains="de nouveau").get()
    assert "> Illisible." in last.text
    assert asked.answers.count() == 1


def test_asking_again_wants_a_reason_and_a_day(asked, agent, at):
    with pytest.raises(Refused) as refusal:
        ask_again(asked, reason=" ", due_on=None, by=agent, at=at)
    assert len(refusal.value.reasons) == 2


def test_a_stale_page_settles_nothing(asked, agent, at, today):
    stale = DocumentRequest.objects.select_related("dossier__edition__coordination").get()
    send(asked, at)
    ask_again(asked, reason="Illisible", due_on=today, by=agent, at=at)
    send(asked, at)
    with pytest.raises(Refused, match="changé"):
        accept_answer(stale, by=agent, at=at)


def test_what_is_no_longer_wanted_is_told(asked, agent, at):
    with pytest.raises(Refused, match="trop long"):
        withdraw_request(asked, reason="x" * 2001, by=agent, at=at)
    withdraw_request(asked, reason="Nous l’avons reçue de la mairie.", by=agent, at=at)
    assert not asked.is_open
    last = OutboxMessage.objects.filter(subject__contains="n’est plus demandée").get()
    assert "> Nous l’avons reçue de la mairie." in last.text
    with pytest.raises(Refused, match="changé"):
        send(asked, at)


def test_what_is_owed_comes_before_what_is_settled(ready, agent, at, today):
    first = ask(ready, agent, at=at, label="A", due_on=today + timedelta(days=9))
    second = ask(ready, agent, at=at, label="B", due_on=today + timedelta(days=2))
    third = ask(ready, agent, at=at, label="C", due_on=today)
    withdraw_request(third, reason="", by=agent, at=at)
    assert requests_of(ready) == [second, first, third]


def test_an_obligation_says_who_owes_until_when(asked, ready, agent, at, today):
    one = obligations_of(ready)[0]
    assert (one.owed_by, one.due_on, one.label) == (Side.HOLDER, asked.due_on, asked.label)
    assert one.days_left(at=at) == 7
    assert not one.is_late(at=at + timedelta(days=7))
    assert one.is_late(at=at + timedelta(days=9))
    assert one.url.endswith(f"#demande-{asked.pk}")
    assert obligations_of_holder(ready.holder) == [one]
    assert obligations_of_region(agent) == [one]
    assert obligations_of_holder(agent) == []
    assert obligations_of_region(person()) == []


def test_what_was_received_is_owed_by_the_coordination_and_never_late(asked, ready, at):
    send(asked, at)
    one = obligations_of(ready)[0]
    assert one.owed_by == Side.COORDINATION
    assert not one.is_late(at=at + timedelta(days=90))
    assert obligations_of_holder(ready.holder) == []


def test_asked_again_is_another_debt(asked, ready, agent, at, today):
    first = obligations_of(ready)[0]
    ask_again(asked, reason="Illisible", due_on=today, by=agent, at=at)
    second = obligations_of(ready)[0]
    assert first.key != second.key
    assert second.words == "Illisible"


def test_an_abandoned_dossier_owes_nothing(asked, ready):
    Dossier.objects.filter(pk=ready.pk).update(state=State.ABANDONED)
    assert open_obligations(Dossier.objects.all()) == []


def test_obligations_cost_the_same_whatever_their_number(
    edition, agent, at, today, django_assert_num_queries
):
    for _ in range(3):
        ask(factory.dossier(edition), agent, at=at, due_on=today)
        with django_assert_num_queries(2):
            open_obligations(Dossier.objects.all())
