"""The page of the documents asked for, from both sides of the dossier."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.documents.storage import StorageAwayError
from passeurs.dossiers.actions.requests import ask_document
from passeurs.dossiers.enums import RequestState, State
from passeurs.dossiers.models import DocumentRequest, Dossier
from passeurs.dossiers.views import requests as views
from tests.factories import organisations
from tests.factories.accounts import person
from tests.factories.documents import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(ready):
    return organisations.team_member("coordination", ready.edition.coordination)


@pytest.fixture
def asked(ready, agent):
    return ask(ready, agent)


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


def ask(made, agent, label="Relevé d’identité bancaire", days=7):
    due_on = timezone.localdate() + timedelta(days=days)
    told = {"label": label, "words": "Récent.", "due_on": due_on, "key": uuid4()}
    return ask_document(made, **told, by=agent, at=timezone.now())


def url(name, made, *rest):
    return reverse(f"dossiers:{name}", args=[made.pk, *rest])


def send(client, asked, name="rib.pdf", **more):
    given = {f"r{asked.pk}-file": upload(name), f"r{asked.pk}-word": "Voici."} | more
    return client.post(url("request_answer", asked.dossier, asked.pk), given)


def test_the_coordination_asks_on_the_page(client, ready, agent):
    client.force_login(agent)
    assert "Rien n’a été demandé" in client.get(url("requests", ready)).text
    day = timezone.localdate() + timedelta(days=3)
    given = {"label": "RIB", "words": "", "due_on": day.isoformat(), "key": uuid4()}
    for _ in range(2):
        answer = client.post(url("request_ask", ready), given)
        assert answer.status_code == 302
    asked = DocumentRequest.objects.get()
    assert answer["Location"].endswith(f"#demande-{asked.pk}")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"label": ""}, "Nommez la pièce"),
        ({"label": "\x00"}, "nul"),
        ({"due_on": "demain"}, "lisible"),
        ({"due_on": "01/01/2020"}, "Ce jour est passé"),
        ({"words": "é" * 100_000}, "2000"),
        ({"key": "x"}, "rechargez"),
    ],
)
def test_a_request_that_makes_no_sense_is_told_and_stays_typed(
    client, ready, agent, fault, sentence
):
    client.force_login(agent)
    given = {"label": "RIB 🎬", "words": "Mots", "due_on": "31/12/2090", "key": uuid4()} | fault
    answer = client.post(url("request_ask", ready), given)
    assert answer.status_code == 422
    assert sentence in answer.text.replace("\u202f", "").replace("&nbsp;", " ")
    assert "Mots" in answer.text or "words" in fault
    assert not DocumentRequest.objects.exists()


def test_the_holder_sees_it_on_every_screen_and_sends_it_though_filed(holder, ready, asked):
    Dossier.objects.filter(pk=ready.pk).update(state=State.SUBMITTED)
    for name in ("pieces", "budget", "review"):
        assert url("requests", ready) in holder.get(url(name, ready)).text
    assert "Une pièce est demandée" in holder.get(url("pieces", ready)).text
    assert "Pièce demandée pour le" in holder.get("/dossiers/").text
    assert send(holder, asked).status_code == 302
    page = holder.get(url("requests", ready)).text
    assert "Reçue, à relire" in page
    assert "rib.pdf" in page
    assert "Une pièce est demandée" not in holder.get(url("pieces", ready)).text
    answer = asked.answers.get()
    assert holder.get(url("request_file", ready, answer.pk)).status_code == 200


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"file": ""}, "Choisissez d’abord un fichier"),
        ({"file": upload("virus.exe", b"MZ")}, "n’est pas accepté"),
        ({"file": upload("vide.pdf", b"")}, "vide"),
        ({"file": upload("faux.pdf", b"bonjour")}, ""),
        ({"word": "x" * 2001}, "2000"),
    ],
    ids=["none", "exe", "empty", "false", "long"],
)
def test_a_file_that_does_not_do_is_told(holder, ready, asked, more, sentence):
    answer = send(holder, asked, **{f"r{asked.pk}-{name}": value for name, value in more.items()})
    assert answer.status_code == 422
    assert sentence in answer.text.replace("\u202f", "").replace("\u00a0", " ")
    assert not asked.answers.exists()


def test_a_storage_that_is_away_is_told(holder, ready, asked, monkeypatch):
    def away(*args, **more):
        raise StorageAwayError

    monkeypatch.setattr(views, "answer_request", away)
    assert send(holder, asked).status_code == 503


def test_the_coordination_asks_again_accepts_or_gives_up(client, holder, ready, asked, agent):
    send(holder, asked)
    client.force_login(agent)
    page = client.get(url("requests", ready)).text
    assert "Accepter" in page
    empty = client.post(url("request_again", ready, asked.pk))
    assert empty.status_code == 422
    past = {f"redemander{asked.pk}-reason": "Flou", f"redemander{asked.pk}-due_on": "01/01/2020"}
    told = client.post(url("request_again", ready, asked.pk), past)
    assert told.status_code == 422
    assert "Flou" in told.text
    good = past | {f"redemander{asked.pk}-due_on": timezone.localdate().isoformat()}
    assert client.post(url("request_again", ready, asked.pk), good).status_code == 302
    page = client.get(url("requests", ready)).text
    assert "Pourquoi elle est redemandée" in page
    early = client.post(url("request_accept", ready, asked.pk), follow=True)
    assert "a changé entre-temps" in early.text
    client.force_login(ready.holder)
    send(client, asked)
    client.force_login(agent)
    accepted = client.post(url("request_accept", ready, asked.pk), follow=True)
    assert "La pièce est acceptée" in accepted.text
    other = ask(ready, agent, "Lettre")
    gone = {f"renoncer{other.pk}-reason": "Reçue par la poste."}
    page = client.post(url("request_withdraw", ready, other.pk), gone, follow=True).text
    assert "N’est plus demandée" in page
    assert "Reçue par la poste." in page


def test_a_late_one_says_so(client, ready, asked, agent):
    DocumentRequest.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    client.force_login(agent)
    assert "En retard" in client.get(url("requests", ready)).text


@pytest.mark.parametrize("role", ["drac", "region", "committee"])
def test_those_who_only_read_know_nothing_of_it(client, ready, asked, role):
    Dossier.objects.filter(pk=ready.pk).update(state=State.SUBMITTED)
    client.force_login(organisations.team_member(role, ready.edition.coordination))
    assert "Une pièce est demandée" not in client.get(url("pieces", ready)).text
    assert client.get(url("requests", ready)).status_code == 403


def test_a_stranger_and_another_s_request_are_not_found(client, ready, asked, agent, edition):
    client.force_login(person())
    assert client.get(url("requests", ready)).status_code == 404
    client.force_login(agent)
    for name in ("request_accept", "request_file"):
        other = url(name, ready, 999_999)
        answer = client.get(other) if name == "request_file" else client.post(other)
        assert answer.status_code == 404


def test_a_reader_of_the_holder_s_side_sends_nothing(client, ready, asked):
    reader = person()
    ready.structure.memberships.create(user=reader, role="reader")
    client.force_login(reader)
    assert client.get(url("requests", ready)).status_code == 200
    assert send(client, asked).status_code == 403
    assert DocumentRequest.objects.get().state == RequestState.ASKED


def test_the_page_asks_as_much_whatever_was_asked(client, ready, agent, django_assert_num_queries):
    client.force_login(agent)
    for label in ("A", "B", "C"):
        ask(ready, agent, label)
        with django_assert_num_queries(5):
            client.get(url("requests", ready))
