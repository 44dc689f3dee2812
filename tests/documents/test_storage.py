"""Bytes in a bucket: private, by a link of a minute that nobody can stretch; and when it is away."""

import time
import urllib.error
import urllib.request
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.http import Http404
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.documents import storage
from passeurs.documents.models import StoredFile
from passeurs.documents.responses import attachment_response, preview_response
from passeurs.documents.storage import StorageAwayError, every_file, is_there, reached, short_link
from tests.factories.documents import film_bytes, pdf_bytes, stored_file

pytestmark = pytest.mark.django_db


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.headers, answer.read()


def refused(url):
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(url, timeout=10)
    told.value.close()
    return told.value.code


@pytest.mark.usefixtures("bucket")
def test_what_is_kept_in_a_bucket_is_read_back():
    kept = stored_file("film.mp4", film_bytes())
    with StoredFile.objects.get().file.open() as file:
        assert file.read() == film_bytes()
    assert default_storage.exists(kept.file.name)


@pytest.mark.usefixtures("bucket")
def test_a_reader_is_sent_to_a_link_that_saves_the_file_under_its_own_name():
    sent = pdf_bytes()  # another second, another PDF
    kept = stored_file("CV d’Inès.pdf", sent)
    answer = attachment_response(kept)
    assert answer.status_code == 302
    assert answer["Cache-Control"] == "private, no-store"
    assert "X-Amz-Expires=60&" in answer["Location"]
    headers, content = fetch(answer["Location"])
    assert content == sent
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "In%C3%A8s" in headers["Content-Disposition"]
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("bucket")
def test_a_link_touched_up_bare_or_late_is_refused():
    kept = stored_file()
    other = stored_file()
    link = attachment_response(kept)["Location"]
    parts = urlsplit(link)
    longer = link.replace("X-Amz-Expires=60", "X-Amz-Expires=6000")
    inline = link.replace("attachment", "inline")
    bare = parts._replace(query="").geturl()
    swapped = link.replace(kept.file.name, other.file.name)
    listing = parts._replace(path=parts.path.split("/")[1], query="").geturl()
    assert {one: refused(one) for one in (longer, inline, bare, swapped, listing)} == dict.fromkeys(
        (longer, inline, bare, swapped, listing), 403
    )
    short = default_storage.url(kept.file.name, expire=1)
    assert fetch(short)[1]
    time.sleep(2.1)
    assert refused(short) == 403


@pytest.mark.usefixtures("bucket")
def test_bytes_gone_from_a_bucket_are_not_found():
    kept = stored_file()
    default_storage.delete(kept.file.name)
    with pytest.raises(Http404):
        attachment_response(kept)
    with pytest.raises(FileNotFoundError):
        short_link(kept.file.name, filename="a.pdf", content_type="application/pdf")


def test_a_bucket_that_is_away_refuses_what_is_sent_and_says_when_to_come_back(bucket):
    kept = stored_file()
    bucket.stop()
    assert not is_there()
    with pytest.raises(StorageAwayError, match="Réessayez dans quelques"):
        stored_file()
    with pytest.raises(StorageAwayError):
        attachment_response(kept)
    bucket.start()
    assert is_there()
    assert attachment_response(kept).status_code == 302


@pytest.mark.usefixtures("bucket")
def test_every_file_of_a_bucket_is_listed():
    kept = stored_file()
    ((name, written_at),) = every_file()
    assert name == kept.file.name
    assert abs(timezone.now() - written_at) < timedelta(minutes=5)


def test_every_file_of_a_folder_is_listed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    assert list(every_file()) == []
    kept = stored_file()
    default_storage.save("seul", ContentFile(b"x"))
    assert {name for name, _ in every_file()} == {kept.file.name, "seul"}
    assert (tmp_path / "files" / kept.file.name).stat().st_mode & 0o077 == 0


def test_a_full_disk_is_told_as_a_storage_that_is_away(monkeypatch):
    def full(*_scene):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(InMemoryStorage, "_save", full)
    with pytest.raises(Refused, match="ne répond pas"):
        stored_file()


def test_only_what_the_storage_fails_of_is_forgiven():
    with pytest.raises(ZeroDivisionError), reached():
        raise ZeroDivisionError
    with pytest.raises(FileNotFoundError), reached():
        raise FileNotFoundError


def test_a_picture_whose_preview_is_gone_is_not_found():
    kept = stored_file()
    with pytest.raises(Http404):
        preview_response(kept)


def test_a_folder_gives_no_link():
    assert short_link("x", filename="x", content_type="x") is None
    assert storage._bucket() is None
