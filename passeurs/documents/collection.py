"""What nothing refers to any more: bytes without a row, rows without a use, uploads given up.

docs/decisions/0055-stockage.md says what is never collected.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.tasks import task
from django.utils import timezone
from django.utils.module_loading import import_string

from .actions.uploads import forget_uploads
from .enums import ScanState
from .models import Preview, StoredFile
from .storage import every_file, reached

BYTES_LIVE = timedelta(hours=24)
ROWS_LIVE = timedelta(days=7)
INFECTED_LIVE = timedelta(days=30)
BATCH = 200

logger = logging.getLogger(__name__)


@dataclass
class Collected:
    """How many were found; taken away unless it was a rehearsal."""

    contents: int = 0
    rows: int = 0
    infected: int = 0


@task
def collect() -> None:
    """Every night."""
    found = collect_orphans(at=timezone.now())
    logger.info("collected: %s", found)


@task
def end_uploads() -> None:
    """Every hour: uploads finished, or begun more than a day ago."""
    forget_uploads(at=timezone.now())


def collect_orphans(*, at: datetime, dry_run: bool = False) -> Collected:
    """Take away what nothing refers to; what a filed snapshot names by its digest stays.

    Rows go before their bytes, so that a stop in between leaves bytes, which the next night takes.
    """
    found = Collected()
    for stored in _unused_rows(at=at):
        found.rows += dry_run or _remove_row(stored)
    for stored in _old_infections(at=at):
        found.infected += dry_run or _erase(stored)
    for name in _unknown_bytes(at=at):
        found.contents += 1
        if not dry_run:
            _remove_bytes(name)
    return found


def _unused_rows(*, at: datetime) -> Iterator[StoredFile]:
    old = _unused().filter(uploaded_at__lt=at - ROWS_LIVE)
    for rows in batched(old.order_by("pk").iterator(BATCH), BATCH):
        kept = _kept_digests({row.sha256 for row in rows})
        yield from (row for row in rows if row.sha256 not in kept)


def _unused() -> models.QuerySet[StoredFile]:
    """Rows that no other row points to, whichever app it belongs to."""
    unused = StoredFile.objects.all()
    for model, column in _uses():
        users = model._base_manager  # noqa: SLF001 - the one that hides nothing
        unused = unused.exclude(Exists(users.filter(**{column: OuterRef("pk")})))
    return unused


def _uses() -> Iterator[tuple[Any, str]]:
    """Each model that points to a file, and by which of its columns; our own previews aside."""
    relations: list[Any] = StoredFile._meta.get_fields(include_hidden=True)  # noqa: SLF001 - Django's public door
    for relation in relations:
        points_here = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if points_here and relation.related_model is not Preview:
            yield relation.related_model, relation.field.name


def _kept_digests(digests: set[str]) -> set[str]:
    """Those that something filed names without pointing to the row."""
    return {one for path in settings.DIGESTS_KEPT_BY for one in import_string(path)(digests)}


def _remove_row(stored: StoredFile) -> bool:
    preview = Preview.objects.filter(pk=stored.pk).first()
    names = [one.file.name for one in (stored, preview) if one and one.file]
    try:
        with transaction.atomic():
            if not _unused().select_for_update(of=("self",)).filter(pk=stored.pk).exists():
                return False
            stored.delete()
    except ProtectedError:
        return False
    for name in names:
        _remove_bytes(name)
    return True


def _old_infections(*, at: datetime) -> models.QuerySet[StoredFile]:
    told = StoredFile.objects.filter(
        scan_state=ScanState.INFECTED, scanned_at__lt=at - INFECTED_LIVE
    )
    return told.exclude(file="")


def _erase(stored: StoredFile) -> bool:
    """The bytes go, the row stays: it tells what was sent and what was found."""
    name = stored.file.name
    StoredFile.objects.filter(pk=stored.pk).update(file="")
    _remove_bytes(name)
    return True


def _unknown_bytes(*, at: datetime) -> Iterator[str]:
    with reached():
        old = [name for name, written_at in every_file() if written_at < at - BYTES_LIVE]
    for names in batched(old, BATCH):
        known = _known_names(names)
        yield from (name for name in names if name not in known)


def _known_names(names: Iterable[str]) -> set[str]:
    """Those that a column of any model names."""
    known: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():  # noqa: SLF001 - Django's public door
            if isinstance(field, models.FileField):
                rows = model._base_manager.filter(**{f"{field.name}__in": names})  # noqa: SLF001
                known.update(rows.values_list(field.name, flat=True))
    return known


def _remove_bytes(name: Any) -> None:
    with reached():
        default_storage.delete(name)
