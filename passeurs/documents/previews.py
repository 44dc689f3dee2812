"""The worker's side of previews: a file is copied out, drawn by a bounded process, and kept.

docs/decisions/0056-apercus.md says why the drawing is done apart.
"""

import json
import logging
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from . import miniature
from .models import Preview, StoredFile
from .storage import reached

DRAWN = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png", "image/webp": "webp"}
SECONDS = 30

logger = logging.getLogger(__name__)


@task
def draw(file_id: str) -> None:
    """Draw one file once it may leave; harmless when run twice."""
    draw_preview(UUID(file_id), at=timezone.now())


def ask(stored: StoredFile) -> None:
    """Ask the worker for a preview, where the format has one."""
    if stored.content_type in DRAWN:
        draw.enqueue(str(stored.pk))


def draw_preview(file_id: UUID, *, at: datetime) -> Preview | None:
    """Draw and keep; None when there is nothing to draw. Raises StorageAwayError, to be run again.

    A file that cannot be drawn has a preview without picture, so that nobody tries again.
    """
    stored = StoredFile.objects.filter(pk=file_id, preview=None).first()
    if stored is None or not stored.may_leave or stored.content_type not in DRAWN:
        return None
    drawn = _drawn(stored)
    preview = Preview(stored_file=stored, drawn_at=at)
    if drawn:
        meta, picture = drawn
        preview.width, preview.height, preview.pages = meta["width"], meta["height"], meta["pages"]
        with reached():
            preview.file.save("apercu.webp", ContentFile(picture), save=False)
    return _kept(preview)


@transaction.atomic
def _kept(preview: Preview) -> Preview | None:
    """The row, unless another worker wrote it or the file is gone: its bytes are then nobody's."""
    fresh = StoredFile.objects.select_for_update().filter(pk=preview.stored_file_id).first()
    if fresh is None or Preview.objects.filter(pk=fresh.pk).exists():
        return None
    preview.save(force_insert=True)
    return preview


def _drawn(stored: StoredFile) -> tuple[dict[str, int], bytes] | None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source"), Path(folder, "apercu.webp")
        with reached(), stored.file.open("rb") as content, source.open("wb") as copy:
            for piece in content.chunks():
                copy.write(piece)
        command = [sys.executable, "-I", miniature.__file__, DRAWN[stored.content_type]]
        try:
            done = subprocess.run(  # noqa: S603 - our own program, on our own names
                [*command, str(source), str(target)],
                capture_output=True,
                timeout=SECONDS,
                check=True,
            )
        except subprocess.SubprocessError as error:
            logger.warning("no preview of %s: %s", stored.pk, type(error).__name__)
            return None
        return json.loads(done.stdout), target.read_bytes()
