"""Keeping a file from its arrival to its confirmation."""

import io
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from passeurs.accounts.models import User

from .models import PendingFile
from .reading import Book, open_book

KEPT_FOR = timedelta(days=1)
LONGEST_NAME = 120


@transaction.atomic
def keep_pending(
    upload: UploadedFile, *, purpose: str, subject: Any, by: User, at: datetime
) -> PendingFile:
    """Open the file, then keep it in place of the one the person had sent before for the same.

    Raises Refused, one sentence, when it cannot be read.
    """
    book = open_book(cast("BinaryIO", upload.file))
    upload.seek(0)
    PendingFile.objects.filter(uploaded_by=by, purpose=purpose, subject=str(subject)).delete()
    return PendingFile.objects.create(
        purpose=purpose,
        subject=str(subject),
        name=_shown(upload.name or ""),
        content=upload.read(),
        told=book.told,
        uploaded_by=by,
        uploaded_at=at,
        expires_at=at + KEPT_FOR,
    )


def book_of(pending: PendingFile) -> Book:
    """The file, opened again."""
    return open_book(io.BytesIO(bytes(pending.content)))


def choose(pending: PendingFile, choices: dict[str, Any], *, report: dict[str, Any]) -> None:
    """Keep what the person said of the file, and what it would then do."""
    pending.choices, pending.report = choices, report
    pending.save(update_fields=["choices", "report"])


def forget_pending(pending: PendingFile) -> None:
    """It has served, or the person gave it up."""
    pending.delete()


def forget_expired(*, at: datetime) -> int:
    """Erase the files nobody came back to. Returns how many."""
    expired = PendingFile.objects.filter(expires_at__lte=at)
    count, _ = expired.delete()
    return count


def _shown(name: str) -> str:
    """The name without folder, control or direction signs; the end, which tells the kind, stays."""
    clean = "".join(
        sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()
    )
    return clean.strip()[-LONGEST_NAME:] or "fichier"
