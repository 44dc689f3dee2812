"""A file waits until the scanner has spoken, however long it is away; then it leaves, or never."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_ox.testing import run_tasks

from passeurs.documents import clamav, quarantine
from passeurs.documents.enums import ScanState
from passeurs.documents.models import StoredFile
from passeurs.documents.quarantine import scan_due_files, scan_file
from tests.factories.documents import AT, docx_bytes, pdf_bytes, stored_file
from tests.peers.clamav import EICAR

pytestmark = pytest.mark.django_db
BAD = docx_bytes(**{"word/media.bin": EICAR})
told = []


def tell(stored, *, at):
    told.append((stored.pk, stored.signature, at))


@pytest.fixture(autouse=True)
def _ears(settings):
    told.clear()
    settings.INFECTION_TOLD_TO = [f"{tell.__module__}.tell"]


def states():
    return list(StoredFile.objects.values_list("scan_state", flat=True))


def test_without_a_scanner_a_file_is_not_scanned_and_may_leave(settings):
    settings.CLAMAV = None
    kept = stored_file()
    assert (kept.scan_state, kept.may_leave) == (ScanState.NOT_SCANNED, True)
    assert scan_due_files(clock=timezone.now) == 0
    assert scan_file(kept.pk, at=AT) is None


@pytest.mark.usefixtures("scanner")
def test_a_file_waits_then_is_cleared_by_the_worker():
    kept = stored_file()
    assert (kept.is_waiting, kept.may_leave) == (True, False)
    run_tasks(raise_failures=True)
    kept.refresh_from_db()
    assert (kept.scan_state, kept.may_leave) == (ScanState.CLEAN, True)
    assert kept.scanned_at
    assert told == []


@pytest.mark.usefixtures("scanner")
def test_an_infected_file_never_leaves_and_is_told_once():
    kept = stored_file("a.docx", BAD)
    assert scan_file(kept.pk, at=AT) == ScanState.INFECTED
    assert scan_file(kept.pk, at=AT) is None
    kept.refresh_from_db()
    assert kept.signature.startswith("Eicar-Test-Signature")
    assert (kept.may_leave, kept.scanned_at) == (False, AT)
    assert told == [(kept.pk, kept.signature, AT)]


def test_a_scanner_that_is_away_keeps_files_waiting_and_is_asked_again(scanner):
    scanner.stop()
    kept = stored_file()
    run_tasks(raise_failures=True)
    kept.refresh_from_db()
    assert (kept.scan_state, kept.scan_attempts) == (ScanState.WAITING, 1)
    assert kept.next_scan_at
    scanner.start()
    assert scan_due_files(clock=lambda: kept.next_scan_at - timedelta(seconds=1)) == 0
    assert scan_due_files(clock=lambda: kept.next_scan_at) == 1
    assert states() == [ScanState.CLEAN]


def test_the_sweep_stops_at_a_silent_scanner(scanner, monkeypatch):
    scanner.stop()
    for _ in range(3):
        stored_file()
    tries = []
    monkeypatch.setattr(clamav, "scan", lambda *_: tries.append(1) or _raise())
    assert scan_due_files(clock=timezone.now) == 0
    assert len(tries) == 1


def _raise():
    raise clamav.ScannerAwayError("silent")


def test_the_pauses_grow_up_to_an_hour():
    pauses = [quarantine._pause(rank).total_seconds() for rank in range(1, 12)]
    assert pauses == [5, 20, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


@pytest.mark.usefixtures("scanner")
def test_after_the_quick_tries_the_sweep_alone_tries_again(scanner):
    scanner.stop()
    kept = stored_file()
    StoredFile.objects.update(scan_attempts=5)
    assert scan_file(kept.pk, at=AT) == ScanState.WAITING
    kept.refresh_from_db()
    assert kept.next_scan_at == AT + timedelta(minutes=8)


@pytest.mark.usefixtures("scanner")
def test_a_file_whose_bytes_are_gone_stays_in_quarantine():
    kept = stored_file()
    kept.file.storage.delete(kept.file.name)
    assert scan_file(kept.pk, at=AT) == ScanState.WAITING


@pytest.mark.usefixtures("scanner")
def test_a_worker_overtaken_by_another_writes_nothing(monkeypatch):
    kept = stored_file("a.docx", BAD)
    scan = clamav.scan

    def overtaken(*scene):
        StoredFile.objects.update(scan_attempts=9)
        return scan(*scene)

    monkeypatch.setattr(clamav, "scan", overtaken)
    assert scan_file(kept.pk, at=AT) is None
    assert told == []
    assert states() == [ScanState.WAITING]


@pytest.mark.usefixtures("scanner")
def test_what_a_dead_worker_was_scanning_is_taken_up_again_after_its_lease():
    kept = stored_file()
    StoredFile.objects.update(scan_attempts=1, next_scan_at=AT + quarantine.LEASE)
    assert scan_file(kept.pk, at=AT) is None
    assert scan_file(kept.pk, at=AT + quarantine.LEASE) == ScanState.CLEAN


@pytest.mark.usefixtures("scanner")
def test_the_sweep_is_a_task():
    stored_file()
    quarantine.sweep.func()
    assert states() == [ScanState.CLEAN]


def test_files_of_before_the_scanner_are_shown_by_a_command(scanner, settings):
    settings.CLAMAV = None
    stored_file(content=pdf_bytes())
    with pytest.raises(CommandError, match="Aucun antivirus"):
        call_command("scan_files")
    scanner.start()
    said = StringIO()
    call_command("scan_files", stdout=said)
    assert states() == [ScanState.CLEAN]
    assert "1\u00a0fichier" in said.getvalue()


@pytest.mark.usefixtures("scanner")
def test_a_signature_mended_gives_a_file_back(monkeypatch):
    kept = stored_file("a.docx", BAD)
    scan_file(kept.pk, at=AT)
    monkeypatch.setattr(clamav, "scan", lambda *_: "")
    call_command("scan_files", all=True, stdout=StringIO())
    kept.refresh_from_db()
    assert (kept.scan_state, kept.signature) == (ScanState.CLEAN, "")
