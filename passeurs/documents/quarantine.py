"""The worker's side of the antivirus: claim a file, show it to the scanner, write what it said.

Why a file waits rather than passes when the scanner is away:
docs/decisions/0054-antivirus.md.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone
from django.utils.module_loading import import_string

from . import clamav, previews
from .enums import ScanState
from .models import StoredFile
from .storage import StorageAwayError, reached

LEASE = timedelta(minutes=5)
QUICK_PAUSES = [timedelta(seconds=5), timedelta(seconds=20), timedelta(minutes=1)]
LONG_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
SWEEP_SIZE = 200

logger = logging.getLogger(__name__)


@task
def examine(file_id: str) -> None:
    """Show one file as soon as its row is committed; harmless when run twice."""
    scan_file(UUID(file_id), at=timezone.now())


@task
def sweep() -> None:
    """Show whatever is due: retries, files whose task was lost, and those of dead workers."""
    scan_due_files(clock=timezone.now)


def admit(stored: StoredFile) -> None:
    """Ask for the scan of a file just kept, or for its preview where there is no scanner."""
    if stored.is_waiting:
        examine.enqueue(str(stored.pk))
    else:
        previews.ask(stored)


def first_state() -> ScanState:
    """What a file is on arrival."""
    return ScanState.WAITING if settings.CLAMAV else ScanState.NOT_SCANNED


def ask_again(files: "list[StoredFile]") -> int:
    """Put files back in quarantine, to be shown to today's scanner; how many."""
    keys = [one.pk for one in files]
    return StoredFile.objects.filter(pk__in=keys).update(
        scan_state=ScanState.WAITING, next_scan_at=None, scan_attempts=0
    )


def scan_due_files(*, clock: Callable[[], datetime]) -> int:
    """How many files were told. Stops when the scanner does not answer: the rest stay due."""
    if not settings.CLAMAV:
        return 0
    due = StoredFile.objects.due(at=clock()).values_list("pk", flat=True)
    told = 0
    for pk in list(due[:SWEEP_SIZE]):
        state = scan_file(pk, at=clock())
        if state == ScanState.WAITING:
            break
        told += state is not None
    return told


def scan_file(file_id: UUID, *, at: datetime) -> ScanState | None:
    """Show one file; None when it was not to be shown now, WAITING when nobody answered.

    Never call it inside a transaction: reading and scanning would hold the database's write lock.
    """
    stored = _claim(file_id, at=at)
    if stored is None:
        return None
    try:
        found = _show(stored, settings.CLAMAV)
    except (clamav.ScannerAwayError, StorageAwayError, FileNotFoundError) as error:
        logger.warning("file %s, try %s: %s", stored.pk, stored.scan_attempts, error)
        _try_again(stored, at=at)
        return ScanState.WAITING
    return _settle(stored, found, at=at)


def _claim(file_id: UUID, *, at: datetime) -> StoredFile | None:
    due = StoredFile.objects.due(at=at).filter(pk=file_id) if settings.CLAMAV else None
    taken = due and due.update(scan_attempts=F("scan_attempts") + 1, next_scan_at=at + LEASE)
    return StoredFile.objects.get(pk=file_id) if taken else None


def _show(stored: StoredFile, address: Any) -> str:
    with reached():
        content = stored.file.open("rb")
    with content:
        return clamav.scan(content.chunks(), address)


@transaction.atomic
def _settle(stored: StoredFile, found: str, *, at: datetime) -> ScanState | None:
    """Write the end of this very try; an infection is told in the same transaction.

    Those told are the settings' `INFECTION_TOLD_TO`: what refers to files knows whom it concerns.
    """
    state = ScanState.INFECTED if found else ScanState.CLEAN
    mine = StoredFile.objects.filter(
        pk=stored.pk, scan_state=ScanState.WAITING, scan_attempts=stored.scan_attempts
    )
    if not mine.update(scan_state=state, signature=found[:120], scanned_at=at, next_scan_at=None):
        return None
    stored.refresh_from_db()
    if not found:
        previews.ask(stored)
        return state
    logger.warning("file %s is infected: %s", stored.pk, stored.signature)
    for path in settings.INFECTION_TOLD_TO:
        import_string(path)(stored, at=at)
    return state


def _try_again(stored: StoredFile, *, at: datetime) -> None:
    """Wait; the first pauses are too short for the sweep, so a task of their own ends them."""
    at += _pause(stored.scan_attempts)
    mine = StoredFile.objects.filter(
        pk=stored.pk, scan_state=ScanState.WAITING, scan_attempts=stored.scan_attempts
    )
    mine.update(next_scan_at=at)
    if stored.scan_attempts <= len(QUICK_PAUSES) and examine.get_backend().supports_defer:
        examine.using(run_after=at).enqueue(str(stored.pk))


def _pause(attempts: int) -> timedelta:
    """5 s, 20 s, 1 min, then 2, 4, 8… minutes up to an hour."""
    if attempts <= len(QUICK_PAUSES):
        return QUICK_PAUSES[attempts - 1]
    doublings = min(attempts - len(QUICK_PAUSES) - 1, 10)
    return min(LONG_PAUSE * 2**doublings, LONGEST_PAUSE)
