"""What nothing refers to is collected, and nothing else."""

import os
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import ProtectedError
from django.utils import timezone

from passeurs.documents import collection
from passeurs.documents.collection import Collected, collect_orphans
from passeurs.documents.enums import ScanState
from passeurs.documents.models import Preview, StoredFile
from passeurs.documents.previews import draw_preview
from passeurs.dossiers.actions.attachments import detach
from passeurs.dossiers.actions.filing import submit_dossier, withdraw_dossier
from passeurs.dossiers.models import Attachment
from tests.factories import calls
from tests.factories import dossiers as factory
from tests.factories.documents import pdf_bytes, stored_file

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OLD = NOW - timedelta(days=8)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }


def grow_old(name, hours=25):
    then = time.time() - hours * 3600
    os.utime(Path(default_storage.path(name)), (then, then))


def test_a_row_that_nothing_points_to_goes_after_a_week_with_its_bytes_and_preview():
    kept = stored_file(at=OLD)
    preview = draw_preview(kept.pk, at=NOW)
    stored_file(at=NOW - timedelta(days=6))
    assert collect_orphans(at=NOW) == Collected(rows=1)
    assert StoredFile.objects.count() == 1
    assert not default_storage.exists(kept.file.name)
    assert not default_storage.exists(preview.file.name)
    assert not Preview.objects.exists()


def test_bytes_without_a_row_go_after_a_day():
    old = default_storage.save("ab/cd/ancien", ContentFile(b"x"))
    young = default_storage.save("ab/cd/neuf", ContentFile(b"x"))
    grow_old(old)
    grow_old(young, hours=23)
    assert collect_orphans(at=NOW) == Collected(contents=1)
    assert default_storage.exists(young)
    assert not default_storage.exists(old)


def test_bytes_that_a_row_or_a_preview_names_stay():
    kept = stored_file(at=NOW)
    preview = draw_preview(kept.pk, at=NOW)
    for one in (kept, preview):
        grow_old(one.file.name, hours=9999)
    assert collect_orphans(at=NOW) == Collected()


def dossier():
    return factory.complete_dossier(calls.edition("occitanie-en-cours", today=timezone.localdate()))


def join(made, **more):
    file = stored_file(content=pdf_bytes(pages=2), at=OLD)
    return Attachment.objects.create(dossier=made, kind="free", file=file, added_at=OLD, **more)


def test_what_a_dossier_holds_or_held_stays():
    made = dossier()
    join(made)
    join(made, removed_at=OLD)
    StoredFile.objects.update(uploaded_at=OLD)
    assert collect_orphans(at=NOW).rows == 0


def test_what_was_filed_stays_even_when_only_its_digest_is_known():
    made = dossier()
    joined = join(made)
    at = factory.AT + timedelta(hours=1)
    submit_dossier(made, by=made.holder, at=at)
    withdraw_dossier(made, by=made.holder, at=at)
    detach(Attachment.objects.get(pk=joined.pk), by=made.holder, at=at)
    joined.delete()
    assert collect_orphans(at=NOW) == Collected()
    assert default_storage.exists(joined.file.file.name)


def test_a_rehearsal_counts_and_takes_nothing():
    kept = stored_file(at=OLD)
    grow_old(default_storage.save("seul", ContentFile(b"x")))
    said = StringIO()
    call_command("collect_orphans", dry_run=True, stdout=said)
    assert "sans usage\u00a0: 1" in said.getvalue()
    assert "sans fiche\u00a0: 1" in said.getvalue()
    assert default_storage.exists(kept.file.name)
    assert default_storage.exists("seul")
    call_command("collect_orphans", stdout=said)
    assert not StoredFile.objects.exists()


def test_the_bytes_of_an_infected_file_are_erased_after_a_month_and_its_row_stays():
    kept = stored_file(at=NOW)
    StoredFile.objects.update(
        scan_state=ScanState.INFECTED, scanned_at=NOW - timedelta(days=31), signature="x"
    )
    assert collect_orphans(at=NOW) == Collected(infected=1)
    kept.refresh_from_db()
    assert (str(kept.file), kept.signature) == ("", "x")
    assert collect_orphans(at=NOW) == Collected()


def test_a_row_joined_meanwhile_is_left(monkeypatch):
    kept = stored_file(at=OLD)
    monkeypatch.setattr(collection, "_unused", StoredFile.objects.none)
    assert collection._remove_row(kept) is False


def test_a_row_that_the_database_protects_is_left(monkeypatch):
    kept = stored_file(at=OLD)

    def protected(_self):
        raise ProtectedError("", set())

    monkeypatch.setattr(StoredFile, "delete", protected)
    assert collection._remove_row(kept) is False
    assert default_storage.exists(kept.file.name)


def test_a_stop_between_the_row_and_its_bytes_leaves_bytes_for_the_next_night(monkeypatch):
    kept = stored_file(at=OLD)
    with monkeypatch.context() as patch:
        patch.setattr(collection, "_remove_bytes", lambda _name: None)
        collect_orphans(at=NOW)
    grow_old(kept.file.name)
    assert collect_orphans(at=NOW) == Collected(contents=1)


def test_every_night_it_is_a_task():
    stored_file(at=timezone.now() - timedelta(days=8))
    collection.collect.func()
    assert not StoredFile.objects.exists()


def test_a_bucket_is_collected_as_a_folder_is(bucket, monkeypatch):
    stored_file(at=OLD)
    default_storage.save("ab/seul", ContentFile(b"x"))
    monkeypatch.setattr(collection, "BYTES_LIVE", -timedelta(hours=1))
    assert collect_orphans(at=timezone.now()) == Collected(rows=1, contents=1)
    assert "Contents" not in bucket.client.list_objects_v2(Bucket=bucket.name)
