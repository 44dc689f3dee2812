"""A piece sent by parts, from the announcement to its slot."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.documents import storage
from passeurs.documents.models import StoredFile, Upload
from passeurs.documents.rules import ANY
from passeurs.dossiers.actions import attachments
from passeurs.dossiers.models import Attachment, Dossier
from passeurs.dossiers.queries.lists import for_reading
from tests.factories import documents, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
PDF = documents.pdf_bytes()
SLOT = {"kind": "free"}


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


def announce(client, dossier, content=PDF, **more):
    data = {**SLOT, "name": "lettre.pdf", "size": len(content), "modified": 5, **more}
    return client.post(reverse("dossiers:upload_begin", args=[dossier.pk]), data)


def part(client, told, content=PDF, offset=0):
    headers = {"Upload-Offset": str(offset)}
    kind = "application/octet-stream"
    return client.patch(told["parts"], content, content_type=kind, headers=headers)


def whole(client, dossier, content=PDF, **more):
    told = announce(client, dossier, content, **more).json()
    assert part(client, told, content).status_code == 200
    return told


def free(dossier):
    return dossier.attachments.filter(kind="free")


def test_a_piece_sent_by_parts_is_joined_and_told(holder, ready):
    told = announce(holder, ready).json()
    assert told["received"] == 0
    part(holder, told, PDF[:100])
    assert announce(holder, ready).json()["received"] == 100
    part(holder, told, PDF[100:], 100)
    answer = holder.post(told["end"], SLOT)
    assert answer.status_code == 201
    assert answer.json()["url"].endswith("/pieces/#free")
    assert free(ready).get().file.file.read() == PDF
    assert "La pièce est jointe au dossier." in holder.get(answer.json()["url"]).text


def test_asked_twice_it_is_joined_once(holder, ready):
    told = whole(holder, ready)
    first, second = (holder.post(told["end"], SLOT) for _ in range(2))
    assert first.json() == second.json()
    assert free(ready).count() == 1


def test_a_piece_that_lacks_parts_is_not_joined(holder, ready):
    told = announce(holder, ready).json()
    part(holder, told, PDF[:100])
    answer = holder.post(told["end"], SLOT)
    assert (answer.status_code, answer.json()) == (409, {"received": 100})
    assert not free(ready).exists()


def test_a_piece_for_somebody_goes_to_that_slot_alone(holder, ready):
    leader = ready.persons.get()
    slot = {"kind": "practitioner_cv", "person": leader.pk}
    told = whole(holder, ready, **slot)
    assert holder.post(told["end"], SLOT).status_code == 404
    assert holder.post(told["end"], slot).json()["url"].endswith(f"#practitioner_cv-{leader.key}")
    assert ready.attachments.filter(person=leader).count() == 2


BAD_WORDS = {
    "a program": ({"name": "a.exe"}, ".exe"),
    "no name": ({"name": ""}, "obligatoire"),
    "a null sign": ({"name": "a\0.pdf"}, "nul"),
    "nothing": ({"size": 0}, "vide"),
    "no size": ({"size": "beaucoup"}, "entier"),
    "less than nothing": ({"size": -1}, "0"),
    "one byte too many": ({"size": 10_000_001}, "la limite est de"),
    "more than numbers hold": ({"size": 10**30}, "inférieur"),
    "a kind of nobody's": ({"kind": "inventee"}, "n’est pas demandée"),
    "a name without end": ({"name": "a" * 100_000 + ".pdf"}, "500"),
}


@pytest.mark.parametrize("case", BAD_WORDS)
def test_what_cannot_be_announced_says_why(holder, ready, case):
    more, words = BAD_WORDS[case]
    answer = announce(holder, ready, **more)
    assert answer.status_code == 422
    assert words in " ".join(answer.json()["reasons"])
    assert not Upload.objects.exists()


@pytest.mark.parametrize("name", ["💡 idée.pdf", "سيرة.pdf", "../../etc/cv.pdf", "cv\u202efdp.pdf"])
def test_any_name_is_taken_and_made_harmless(holder, ready, name):
    told = whole(holder, ready, name=name)
    assert holder.post(told["end"], SLOT).status_code == 201
    assert "/" not in free(ready).get().file.original_name


def test_a_file_that_is_not_what_it_says_is_refused_and_forgotten(holder, ready):
    told = whole(holder, ready, b"MZ" + b"\0" * 500)
    answer = holder.post(told["end"], SLOT)
    assert answer.status_code == 422
    assert "un programme" in answer.json()["reasons"][0]
    assert not Upload.objects.exists()
    assert not free(ready).exists()


def test_what_the_dossier_has_no_room_for_is_told_before_it_is_sent(holder, ready, settings):
    settings.DOSSIER_BYTES = 1500
    answer = announce(holder, ready, content=b"x" * 600)
    assert answer.status_code == 422
    assert "il en reste" in answer.json()["reasons"][0]


def test_two_files_begun_together_do_not_pass_the_room_together(holder, ready, settings):
    settings.DOSSIER_BYTES = 1000 + len(PDF) + 100
    told = [whole(holder, ready, modified=rank) for rank in (1, 2)]
    statuses = [holder.post(one["end"], SLOT).status_code for one in told]
    assert statuses == [201, 422]


def test_a_storage_that_is_away_keeps_what_came(holder, ready, monkeypatch):
    told = whole(holder, ready)

    def away(*_scene, **_options):
        raise storage.StorageAwayError

    with monkeypatch.context() as patch:
        patch.setattr(attachments, "receive", away)
        answer = holder.post(told["end"], SLOT)
        assert answer.status_code == 503
        assert "peut être déposé" in answer.json()["reasons"][0]
    assert holder.post(told["end"], SLOT).status_code == 201


def test_killed_between_the_bytes_and_the_row_it_is_joined_by_asking_again(
    holder, ready, monkeypatch
):
    told = whole(holder, ready)

    def killed(*_scene, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(attachments, "keep", killed)
        with pytest.raises(KeyboardInterrupt):
            holder.post(told["end"], SLOT)
    assert not StoredFile.objects.filter(original_name="lettre.pdf").exists()
    assert holder.post(told["end"], SLOT).status_code == 201
    assert free(ready).count() == 1


def test_a_dossier_filed_meanwhile_takes_nothing_more(holder, ready):
    told = whole(holder, ready)
    Dossier.objects.filter(pk=ready.pk).update(state="submitted")
    assert holder.post(told["end"], SLOT).status_code == 403
    assert announce(holder, ready).status_code == 403


def test_after_the_closing_nothing_is_announced(holder, ready):
    ready.edition.filing_before_at = documents.AT
    ready.edition.save()
    answer = announce(holder, ready)
    assert answer.status_code == 422
    assert "n’est plus modifiable" in answer.json()["reasons"][0]


def test_an_upload_belongs_to_who_began_it_and_to_that_dossier(client, ready, draft):
    client.force_login(ready.holder)
    told = whole(client, ready)
    colleague = person()
    ready.structure.memberships.create(user=colleague, role="editor")
    client.force_login(colleague)
    assert client.post(told["end"], SLOT).status_code == 404
    assert part(client, told).status_code == 404
    agent = organisations.team_member("coordination", ready.edition.coordination)
    client.force_login(agent)
    assert client.post(told["end"], SLOT).status_code == 403
    upload = Upload.objects.get()
    client.force_login(draft.holder)
    elsewhere = reverse("dossiers:upload_end", args=[draft.pk, upload.pk])
    assert client.post(elsewhere, SLOT).status_code == 404


def test_an_upload_that_was_cut_is_offered_again_to_its_sender_alone(client, ready):
    client.force_login(ready.holder)
    told = announce(client, ready, name="film.mp4", size=1000).json()
    part(client, told, b"x" * 450)
    url = reverse("dossiers:pieces", args=[ready.pk])
    page = client.get(url).text
    assert "film.mp4" in page
    assert "45\u202f% reçus" in page
    colleague = person()
    ready.structure.memberships.create(user=colleague, role="editor")
    client.force_login(colleague)
    assert "film.mp4" not in client.get(url).text


def test_without_a_script_an_upload_is_given_up_by_its_button(holder, ready):
    announce(holder, ready)
    upload = Upload.objects.get()
    url = reverse("dossiers:upload_stop", args=[ready.pk, upload.pk])
    assert holder.post(url, SLOT)["Location"].endswith("/pieces/#free")
    assert not Upload.objects.exists()
    assert holder.post(url, SLOT).status_code == 302


def test_nobody_gives_up_another_s_upload(client, ready):
    client.force_login(ready.holder)
    announce(client, ready)
    colleague = person()
    ready.structure.memberships.create(user=colleague, role="editor")
    client.force_login(colleague)
    url = reverse("dossiers:upload_stop", args=[ready.pk, Upload.objects.get().pk])
    assert client.post(url, SLOT).status_code == 302
    assert Upload.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_join_it_once(ready):
    client = Client()
    client.force_login(ready.holder)
    told = whole(client, ready)
    cookies, answers = client.cookies, []

    def click():
        mine = Client()
        mine.cookies = cookies
        answers.append(mine.post(told["end"], SLOT).status_code)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {201, 423}
    assert 201 in answers
    assert Attachment.objects.filter(dossier=ready, kind="free").count() == 1


def test_the_room_is_weighed_again_once_the_bytes_have_come(ready, settings, monkeypatch):
    """Another's file is joined while the first one is being written, far and slowly."""
    settings.DOSSIER_BYTES = 1000 + len(PDF) + 100
    given = {"kind": "free", "allowed": ANY, "by": ready.holder, "at": factory.AT}
    receive = attachments.receive

    def slowly(*scene, **options):
        received = receive(*scene, **options)
        monkeypatch.setattr(attachments, "receive", receive)
        mine = Dossier.objects.get(pk=ready.pk)
        attachments.attach(mine, documents.upload("premier.pdf", PDF), **given)
        return received

    monkeypatch.setattr(attachments, "receive", slowly)
    as_a_screen_reads_it = for_reading(ready.holder).get(pk=ready.pk)
    with pytest.raises(Refused, match="il en reste"):
        attachments.attach(as_a_screen_reads_it, documents.upload("second.pdf", PDF), **given)
    assert free(ready).count() == 1
