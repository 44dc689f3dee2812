"""Files that come piece by piece, and go on after a cut.

The bytes wait in `UPLOAD_FOLDER`, each in a file that is locked while somebody writes or finishes
it: two tabs, two clicks or a dead process never spoil one another. docs/decisions/0058-envois.md
tells the protocol.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused

from ..models import Upload
from ..rules import Allowed, Announced, clean_name
from ..storage import reached
from .receiving import check_weight, declared_format

LIVE = timedelta(hours=24)
FINISHED_LIVE = timedelta(hours=1)
MOST_RUNNING = 20
GONE = "Cet envoi n’est plus attendu\u00a0: choisissez de nouveau le fichier."


class OutOfStepError(Exception):
    """The piece does not follow what has come; `received` is where to go on from."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


class BusyError(Exception):
    """Another tab or another click holds this upload: to be asked again in a moment."""


@transaction.atomic
def open_upload(file: Announced, *, place: str, allowed: Allowed, by: User, at: datetime) -> Upload:
    """Announce a file before its bytes; the same one, announced again, is gone on with.

    Raises Refused for what would be refused at the end by its name or its weight alone.
    """
    known = {**asdict(file), "name": clean_name(file.name), "place": place}
    check_weight(file.size, declared_format(known["name"], allowed), allowed)
    running = Upload.objects.visible_to(by).running(at=at)
    if same := running.filter(**known).first():
        return same
    if running.count() >= MOST_RUNNING:
        raise Refused(
            f"Vous avez déjà {MOST_RUNNING} envois en cours. "
            "Terminez-les ou abandonnez-les d’abord."
        )
    return Upload.objects.create(
        **known, owner=by, created_at=at, touched_at=at, expires_at=at + LIVE
    )


def append(upload: Upload, content: bytes, *, offset: int, digest: str, at: datetime) -> Upload:
    """Add the piece that follows. Raises OutOfStepError, BusyError, Refused or StorageAwayError.

    `digest` is the piece's SHA-256 in hexadecimal, empty where the browser cannot tell.
    """
    if digest and hashlib.sha256(content).hexdigest() != digest:
        raise OutOfStepError(upload.received)
    with _held(upload) as file:
        fresh = _running(upload, file, at=at)
        if offset != fresh.received:
            raise OutOfStepError(fresh.received)
        if offset + len(content) > fresh.size:
            raise Refused("Ce fichier a changé pendant l’envoi. Choisissez-le de nouveau.")
        with reached():
            file.seek(offset)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.received, fresh.touched_at = offset + len(content), at
        fresh.save(update_fields=["received", "touched_at"])
    return fresh


@contextmanager
def whole(upload: Upload, *, at: datetime) -> Iterator[UploadedFile]:
    """The file that has come whole, held until the end of the block.

    Raises OutOfStepError when something lacks, BusyError while another click finishes it.
    """
    with _held(upload) as file:
        fresh = _running(upload, file, at=at)
        if not fresh.is_whole:
            raise OutOfStepError(fresh.received)
        file.seek(0)
        yield UploadedFile(file=file, name=fresh.name, size=fresh.size)


def finish(upload: Upload, *, at: datetime) -> None:
    """Say, in the caller's transaction, that the file went where it was meant to go."""
    Upload.objects.filter(pk=upload.pk).update(finished_at=at)
    transaction.on_commit(lambda: path_of(upload).unlink(missing_ok=True))


def cancel(upload: Upload) -> None:
    """Forget an upload and what had come of it."""
    path_of(upload).unlink(missing_ok=True)
    upload.delete()


def forget_uploads(*, at: datetime) -> int:
    """Forget those that are finished or too old, and bytes that no row names; how many rows."""
    old = Upload.objects.filter(Q(expires_at__lte=at) | Q(finished_at__lte=at - FINISHED_LIVE))
    forgotten, _ = old.delete()
    known = {
        one.hex for one in Upload.objects.filter(finished_at=None).values_list("pk", flat=True)
    }
    before = (at - FINISHED_LIVE).timestamp()
    for path in _folder().iterdir():
        if path.name not in known and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
    return forgotten


def path_of(upload: Upload) -> Path:
    return _folder() / upload.pk.hex


def _folder() -> Path:
    folder = Path(settings.UPLOAD_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def _held(upload: Upload) -> Iterator[BinaryIO]:
    """The file where the bytes wait, ours alone until the block or the process ends."""
    with reached():
        known = os.open(path_of(upload), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(known, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError from None
        yield file


def _running(upload: Upload, file: BinaryIO, *, at: datetime) -> Upload:
    """The row read anew, in step with the bytes that are really there."""
    fresh = Upload.objects.filter(pk=upload.pk).running(at=at).first()
    if fresh is None:
        raise Refused(GONE)
    there = os.fstat(file.fileno()).st_size
    if there < fresh.received:
        fresh.received = there
        fresh.save(update_fields=["received"])
    return fresh
