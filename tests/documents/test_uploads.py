"""A file that comes by parts: in order, gone on with, one's own, and forgotten when given up."""

import hashlib
import os
import threading
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.documents import collection
from passeurs.documents.actions import uploads
from passeurs.documents.actions.uploads import (
    BusyError,
    OutOfStepError,
    append,
    cancel,
    finish,
    forget_uploads,
    open_upload,
    path_of,
    whole,
)
from passeurs.documents.models import Upload
from passeurs.documents.rules import ANY, Announced
from passeurs.documents.views import MOST_PIECE
from tests.factories.accounts import person
from tests.factories.documents import AT

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 40


@pytest.fixture
def sender():
    return person()


def begin(sender, **more):
    known = {"name": "notes.pdf", "size": len(CONTENT), "modified": 7} | more
    return open_upload(Announced(**known), place="ailleurs:1", allowed=ANY, by=sender, at=AT)


def send(upload, content=CONTENT, *, offset=0, digest="", at=AT):
    return append(upload, content, offset=offset, digest=digest, at=at)


def test_parts_in_order_make_the_file(sender):
    upload = begin(sender)
    for offset in range(0, len(CONTENT), 1000):
        piece = CONTENT[offset : offset + 1000]
        upload = send(upload, piece, offset=offset, digest=hashlib.sha256(piece).hexdigest())
    assert (upload.is_whole, upload.percent) == (True, 100)
    with whole(upload, at=AT) as file:
        assert (file.name, file.size, file.read()) == ("notes.pdf", len(CONTENT), CONTENT)


def test_the_bytes_wait_where_nobody_else_looks(sender):
    upload = send(begin(sender))
    assert path_of(upload).stat().st_mode & 0o077 == 0
    assert "notes" not in str(path_of(upload))


def test_the_same_file_announced_again_is_gone_on_with(sender):
    upload = send(begin(sender), CONTENT[:300])
    assert begin(sender) == upload
    assert begin(sender).received == 300
    others = [begin(sender, modified=8), begin(sender, size=9), begin(sender, name="b.pdf")]
    assert upload not in others
    assert begin(person()) != upload


@pytest.mark.parametrize("offset", [1, 299, 301, 10**12])
def test_a_part_that_does_not_follow_is_told_where_to_go_on(sender, offset):
    upload = send(begin(sender), CONTENT[:300])
    with pytest.raises(OutOfStepError) as told:
        send(upload, b"x", offset=offset)
    assert told.value.received == 300


def test_a_part_sent_twice_is_written_once(sender):
    upload = begin(sender)
    send(upload, CONTENT[:300])
    with pytest.raises(OutOfStepError):
        send(upload, CONTENT[:300])
    upload.refresh_from_db()
    assert upload.received == 300


def test_a_part_spoilt_on_the_way_is_not_written(sender):
    with pytest.raises(OutOfStepError):
        send(begin(sender), b"abc", digest=hashlib.sha256(b"abd").hexdigest())


def test_more_than_was_announced_is_refused(sender):
    with pytest.raises(Refused, match="a changé"):
        send(begin(sender), CONTENT + b"x")


def test_bytes_lost_under_us_are_asked_again(sender):
    upload = send(begin(sender), CONTENT[:500])
    os.truncate(path_of(upload), 200)
    with pytest.raises(OutOfStepError) as told:
        send(upload, CONTENT[500:], offset=500)
    assert told.value.received == 200


def test_bytes_of_a_part_that_was_never_acknowledged_are_written_over(sender):
    """Killed between the bytes and the row."""
    upload = send(begin(sender), CONTENT[:300])
    with path_of(upload).open("ab") as file:
        file.write(b"half a part")
    upload = send(upload, CONTENT[300:], offset=300)
    with whole(upload, at=AT) as file:
        assert file.read() == CONTENT


def test_a_file_that_lacks_something_is_not_joined(sender):
    upload = send(begin(sender), CONTENT[:300])
    with pytest.raises(OutOfStepError), whole(upload, at=AT):
        pass


def test_two_tabs_do_not_write_at_once(sender):
    upload = send(begin(sender))
    with whole(upload, at=AT), pytest.raises(BusyError):
        send(upload, b"x")
    with whole(upload, at=AT), pytest.raises(BusyError), whole(upload, at=AT):
        pass


def test_a_finished_upload_takes_nothing_more(sender, django_capture_on_commit_callbacks):
    upload = send(begin(sender))
    with django_capture_on_commit_callbacks(execute=True):
        finish(upload, at=AT)
    assert not path_of(upload).exists()
    with pytest.raises(Refused, match="n’est plus attendu"), whole(upload, at=AT):
        pass
    assert begin(sender) != upload


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [("a.exe", 10, ".exe"), ("a.pdf", 0, "vide"), ("a.pdf", 10_000_001, "la limite")],
)
def test_what_would_be_refused_at_the_end_is_refused_at_once(sender, name, size, words):
    with pytest.raises(Refused, match=words):
        begin(sender, name=name, size=size)
    assert not Upload.objects.exists()


def test_nobody_begins_without_end(sender, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_RUNNING", 2)
    begin(sender, modified=1)
    begin(sender, modified=2)
    with pytest.raises(Refused, match="2 envois en cours"):
        begin(sender, modified=3)
    assert begin(sender, modified=1)


def test_an_upload_is_forgotten_after_a_day(sender):
    upload = send(begin(sender))
    late = AT + uploads.LIVE
    with pytest.raises(Refused):
        send(upload, b"", offset=len(CONTENT), at=late)
    assert forget_uploads(at=late - timedelta(seconds=1)) == 0
    assert forget_uploads(at=late) == 1
    assert not Upload.objects.exists()


def test_bytes_that_no_row_names_are_forgotten_once_old(sender):
    upload = send(begin(sender))
    kept = send(begin(sender, modified=8))
    Upload.objects.filter(pk=upload.pk).delete()
    now = timezone.now()
    Upload.objects.update(expires_at=now + timedelta(hours=9))
    collection.end_uploads.func()
    assert path_of(upload).exists()
    forget_uploads(at=now + timedelta(hours=2))
    assert not path_of(upload).exists()
    assert path_of(kept).exists()


def test_giving_up_leaves_nothing(sender):
    upload = send(begin(sender))
    place = path_of(upload)
    cancel(upload)
    assert not Upload.objects.exists()
    assert not place.exists()


# ------------------------------------------------------------------------------------- by the door


@pytest.fixture
def page(client, sender):
    client.force_login(sender)
    return client


def patch(page, upload, content, offset, **headers):
    url = reverse("documents:sending", args=[upload.pk])
    kind = "application/octet-stream"
    headers = {"Upload-Offset": str(offset), **headers}
    return page.patch(url, content, content_type=kind, headers=headers)


def running(sender, **more):
    upload = begin(sender, **more)
    Upload.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    return upload


def test_the_door_tells_how_much_has_come(page, sender):
    upload = running(sender)
    assert patch(page, upload, CONTENT[:300], 0).json() == {"received": 300, "size": len(CONTENT)}
    url = reverse("documents:sending", args=[upload.pk])
    assert page.get(url).json()["received"] == 300
    assert patch(page, upload, b"x", 5).status_code == 409


@pytest.mark.parametrize("offset", ["", "-1", "abc", "²", "9" * 5000, "1.5"])
def test_an_offset_that_is_no_number_writes_nothing(page, sender, offset):
    assert patch(page, running(sender), b"x", offset).status_code == 409


def test_a_part_too_big_is_refused_unread(page, sender):
    upload = running(sender, size=9_000_000)
    assert patch(page, upload, b"x" * (MOST_PIECE + 1), 0).status_code == 413


def test_what_cannot_go_on_says_why(page, sender):
    upload = running(sender)
    answer = patch(page, upload, CONTENT + b"x", 0)
    assert (answer.status_code, len(answer.json()["reasons"])) == (422, 1)
    with uploads._held(upload):
        assert patch(page, upload, b"x", 0).status_code == 423


def test_a_disk_that_is_full_is_a_matter_of_waiting(page, sender, monkeypatch):
    def full(_number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads.os, "fsync", full)
    answer = patch(page, running(sender), CONTENT, 0)
    assert answer.status_code == 503
    assert "ne répond pas" in answer.json()["reasons"][0]
    assert Upload.objects.get().received == 0


def test_another_s_upload_does_not_exist(client, sender):
    upload = running(sender)
    url = reverse("documents:sending", args=[upload.pk])
    client.force_login(person())
    for method in (client.get, client.patch, client.delete):
        assert method(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_giving_up_by_the_door(page, sender):
    upload = running(sender)
    url = reverse("documents:sending", args=[upload.pk])
    assert page.delete(url).status_code == 204
    assert page.get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_parts_sent_at_once_one_is_written(sender):
    upload = begin(sender)
    answers = []

    def go():
        from django.db import connection

        try:
            answers.append(send(upload).received)
        except (OutOfStepError, BusyError) as error:
            answers.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    upload.refresh_from_db()
    assert answers.count(len(CONTENT)) == 1
    assert upload.received == len(CONTENT)
    assert path_of(upload).read_bytes() == CONTENT
