"""The documents' screen: what is asked, what is there, and a file sent while the page looks on."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from passeurs.dossiers.queries.documents import progress_of
from tests.factories import documents

FOLLOWED = {"X-Upload": "1"}
PDF = documents.pdf_bytes()


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


def send(client, dossier, *, name="lettre.pdf", content=PDF, headers=FOLLOWED):
    data = {"kind": "free", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("dossiers:upload", args=[dossier.pk]), data, headers=headers)


def slot(*, required, files=()):
    return SimpleNamespace(required=required, files=list(files))


def test_only_what_the_call_asks_counts_in_the_progress():
    slots = [slot(required=True, files=[1]), slot(required=True), slot(required=False, files=[2])]
    assert progress_of(slots) == {"total": 2, "done": 1}


@pytest.mark.django_db
def test_the_page_says_how_many_are_joined(holder, ready):
    shown = holder.get(reverse("dossiers:pieces", args=[ready.pk])).content.decode()
    assert "1\u00a0pièce sur 1" in shown
    assert "tout ce qui est demandé est joint" in shown


@pytest.mark.django_db
def test_a_file_that_the_page_follows_is_answered_with_its_place(holder, ready):
    answer = send(holder, ready)
    assert answer.status_code == 201
    assert answer.json()["url"].endswith("/pieces/#free")
    assert ready.attachments.filter(kind="free").count() == 1


@pytest.mark.django_db
def test_what_was_joined_is_told_once_the_page_is_asked_again(holder, ready):
    send(holder, ready)
    shown = holder.get(reverse("dossiers:pieces", args=[ready.pk])).content.decode()
    assert "La pièce est jointe au dossier." in shown


@pytest.mark.django_db
def test_a_refusal_that_the_page_follows_comes_with_its_reasons(holder, ready):
    answer = send(holder, ready, name="outil.exe", content=b"MZ")
    assert answer.status_code == 422
    assert answer.json()["reasons"]
    assert not ready.attachments.filter(kind="free").exists()


@pytest.mark.django_db
def test_without_a_script_a_refusal_is_beside_its_slot(holder, ready):
    answer = send(holder, ready, name="outil.exe", content=b"MZ", headers={})
    assert answer.status_code == 422
    assert 'id="erreur-free"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("took_part", "shown"), [(True, True), (None, True), (False, False)])
def test_last_year_is_spoken_of_to_those_who_may_have_been_there(holder, ready, took_part, shown):
    ready.took_part_last_year = took_part
    ready.save()
    answer = holder.get(reverse("dossiers:pieces", args=[ready.pk]))
    assert bool(answer.context["returning"]) is shown
    assert ('id="an-dernier"' in answer.content.decode()) is shown
