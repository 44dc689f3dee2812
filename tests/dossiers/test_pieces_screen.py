"""The documents' screen: what is asked, what is there, and a file sent while the page looks on."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_ox.testing import run_tasks
from PIL import Image

from passeurs.calls import document as edition_document
from passeurs.documents.enums import ScanState
from passeurs.documents.models import StoredFile
from passeurs.dossiers.actions.attachments import detach
from passeurs.dossiers.actions.filing import submit_dossier, withdraw_dossier
from passeurs.dossiers.models import Attachment
from passeurs.dossiers.queries.documents import progress_of
from passeurs.dossiers.queries.room import room_of
from tests.factories import documents, organisations

PDF = documents.pdf_bytes()
FILE_QUERIES = 2  # the pieces with their previews, and what is on its way


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


def send(client, dossier, *, name="lettre.pdf", content=PDF):
    data = {"kind": "free", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("dossiers:upload", args=[dossier.pk]), data)


def shown(client, dossier):
    return client.get(reverse("dossiers:pieces", args=[dossier.pk])).content.decode()


def slot(*, required, sound=()):
    return SimpleNamespace(required=required, sound=list(sound))


def test_only_what_the_call_asks_counts_in_the_progress():
    slots = [slot(required=True, sound=[1]), slot(required=True), slot(required=False, sound=[2])]
    assert progress_of(slots) == {"total": 2, "done": 1}


@pytest.mark.django_db
def test_the_page_says_how_many_are_joined(holder, ready):
    shown = holder.get(reverse("dossiers:pieces", args=[ready.pk])).content.decode()
    assert "1\u00a0pièce sur 1" in shown
    assert "tout ce qui est demandé est joint" in shown


@pytest.mark.django_db
def test_what_was_joined_is_told_once_the_page_is_asked_again(holder, ready):
    send(holder, ready)
    shown = holder.get(reverse("dossiers:pieces", args=[ready.pk])).content.decode()
    assert "La pièce est jointe au dossier." in shown


@pytest.mark.django_db
def test_without_a_script_a_refusal_is_beside_its_slot(holder, ready):
    answer = send(holder, ready, name="outil.exe", content=b"MZ")
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


@pytest.mark.django_db
def test_the_page_says_what_room_the_files_take(holder, ready, settings):
    settings.DOSSIER_BYTES = 2_000_000
    assert "1\u00a0ko sur 2\u00a0Mo" in shown(holder, ready)


@pytest.mark.django_db
def test_a_file_shows_what_it_looks_like_once_drawn(holder, ready):
    send(holder, ready)
    assert 'class="miniature"' not in shown(holder, ready)
    run_tasks(raise_failures=True)
    page = shown(holder, ready)
    kept = ready.attachments.get(kind="free")
    assert reverse("dossiers:file_preview", args=[ready.pk, kept.pk]) in page
    assert "1\u00a0page" in page


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_files_cost_the_same_queries_whatever_their_number(holder, ready, rows):
    attach = ready.attachments.get()
    for _ in range(rows - 1):
        Attachment.objects.create(
            dossier=ready, kind="free", file=documents.stored_file(), added_at=attach.added_at
        )
    with CaptureQueriesContext(connection) as counted:
        shown(holder, ready)
    asked = [one["sql"] for one in counted if "documents_" in one["sql"]]
    assert len(asked) == FILE_QUERIES


@pytest.mark.django_db
@pytest.mark.usefixtures("scanner")
def test_a_file_in_quarantine_counts_and_says_so(holder, ready):
    send(holder, ready)
    assert "En cours d’analyse" in shown(holder, ready)
    run_tasks(raise_failures=True)
    assert "En cours d’analyse" not in shown(holder, ready)


@pytest.mark.django_db
def test_an_infected_file_is_shown_no_longer_counts_and_cannot_be_had(holder, ready):
    kept = ready.attachments.get()
    StoredFile.objects.update(scan_state=ScanState.INFECTED, signature="Eicar")
    page = shown(holder, ready)
    assert "À remplacer" in page
    assert "0\u00a0pièce sur 1" in page
    answer = holder.get(reverse("dossiers:file", args=[ready.pk, kept.pk]))
    assert answer.status_code == 410
    assert "Eicar" in answer.text
    preview = holder.get(reverse("dossiers:file_preview", args=[ready.pk, kept.pk]))
    assert preview.status_code == 404


@pytest.mark.django_db
def test_a_file_in_quarantine_goes_back_to_its_sender_alone(holder, ready):
    send(holder, ready)
    kept = ready.attachments.get(kind="free")
    StoredFile.objects.update(scan_state=ScanState.WAITING)
    url = reverse("dossiers:file", args=[ready.pk, kept.pk])
    assert holder.get(url).status_code == 200
    agent = organisations.team_member("coordination", ready.edition.coordination)
    holder.force_login(agent)
    answer = holder.get(url)
    assert (answer.status_code, answer["Retry-After"]) == (423, "60")
    assert "en cours d’analyse" in answer.text


@pytest.mark.django_db
def test_a_preview_is_ours_and_strictly_served(holder, ready):
    send(holder, ready, name="photo.png", content=documents.picture_bytes("PNG", (900, 600)))
    run_tasks(raise_failures=True)
    kept = ready.attachments.get(kind="free")
    answer = holder.get(reverse("dossiers:file_preview", args=[ready.pk, kept.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == "inline"
    with Image.open(BytesIO(b"".join(answer.streaming_content))) as drawn:
        assert drawn.size == (480, 320)


@pytest.mark.django_db
def test_the_preview_of_another_dossier_is_not_found(holder, ready, draft):
    attach = Attachment.objects.create(
        dossier=draft, kind="free", file=documents.stored_file(), added_at=documents.AT
    )
    run_tasks(raise_failures=True)
    for dossier in (ready, draft):
        url = reverse("dossiers:file_preview", args=[dossier.pk, attach.pk])
        assert holder.get(url).status_code == 404


@pytest.mark.django_db
def test_an_edition_may_bound_the_files_of_one_kind(holder, ready):
    edition = ready.edition
    document = edition.document()
    (line,) = [one for one in document["documents"] if one["kind"] == "free"]
    line["max_mb"] = 1
    edition_document.load(document, edition.coordination, edition=edition)
    assert "jusqu’à 1\u00a0Mo" in shown(holder, ready)
    answer = send(holder, ready, content=PDF.ljust(1_000_001, b"\n"))
    assert answer.status_code == 422
    assert "la limite est de 1\u00a0Mo" in answer.text


@pytest.mark.django_db
def test_a_dossier_has_no_room_for_more_than_its_share(holder, ready, settings):
    settings.DOSSIER_BYTES = room_of(ready).used + len(PDF) + 10
    assert send(holder, ready).status_code == 302
    answer = send(holder, ready)
    assert answer.status_code == 422
    assert "Retirez une pièce" in answer.text
    assert ready.attachments.filter(kind="free").count() == 1


@pytest.mark.django_db
def test_what_was_removed_still_counts_when_it_was_filed(ready, at):
    used = room_of(ready).used
    submit_dossier(ready, by=ready.holder, at=at)
    withdraw_dossier(ready, by=ready.holder, at=at)
    detach(Attachment.objects.get(dossier=ready), by=ready.holder, at=at)
    assert room_of(ready).used == used > 0


@pytest.mark.django_db
def test_what_was_removed_before_any_filing_gives_its_room_back(ready, at):
    detach(Attachment.objects.get(dossier=ready), by=ready.holder, at=at)
    assert (room_of(ready).used, room_of(ready).percent) == (0, 0)
