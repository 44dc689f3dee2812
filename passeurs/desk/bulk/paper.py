"""The PDFs of a job: made one at a time to disk, then bound in one archive.

They wait in a folder of the machine that makes them: a worker that takes over finds those that are
there, and makes the others again.
"""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.text import slugify

from passeurs.dossiers.models import Dossier
from passeurs.dossiers.printing import print_dossier

from ..actions.jobs import do_again, keep_file
from ..models import Job
from ..queries.jobs import done_of

LONGEST = 90
SAFE = re.compile(r"[^A-Za-z0-9._-]+")


def folder_of(job: Job) -> Path:
    return Path(settings.UPLOAD_FOLDER) / "lots" / str(job.pk)


def print_one(job: Job, dossier: Dossier, at: datetime) -> None:
    """Write one dossier's PDF; whole, or not at all."""
    folder = folder_of(job)
    folder.mkdir(parents=True, exist_ok=True)
    begun = folder / f"{dossier.pk}.part"
    begun.write_bytes(print_dossier(dossier, at=at))
    begun.replace(_place(job, dossier.pk))


def _place(job: Job, key: UUID) -> Path:
    return folder_of(job) / f"{key}.pdf"


def lost_of(job: Job) -> list[UUID]:
    """The dossiers printed whose PDF is no longer there."""
    return [key for key, *_ in done_of(job).iterator() if not _place(job, key).exists()]


def make_again(job: Job) -> bool:
    """Have what was lost made again; whether something was."""
    lost = lost_of(job)
    do_again(job, lost)
    return bool(lost)


def bind(job: Job, *, at: datetime) -> None:
    """Put the PDFs in one archive, kept for its asker; the folder goes."""
    if any(folder_of(job).glob("*.pdf")):
        with tempfile.TemporaryFile() as content:
            with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
                for key, name in _names(job):
                    archive.write(_place(job, key), name)
            content.seek(0)
            keep_file(job, content, at=at)
    clear(job)


def _names(job: Job) -> Iterator[tuple[UUID, str]]:
    """Each dossier under a name that any system takes, and no other bears."""
    taken = set()
    for key, reference, structure in done_of(job).iterator():
        plain = SAFE.sub("-", reference).strip("-.") or "dossier"
        name = f"{plain}-{slugify(structure)}"[:LONGEST].rstrip("-")
        if name.lower() in taken:
            name = f"{name}-{key.hex[:8]}"
        taken.add(name.lower())
        yield key, f"{name}.pdf"


def clear(job: Job) -> None:
    shutil.rmtree(folder_of(job), ignore_errors=True)


def clear_old(*, before: datetime) -> None:
    """Take away the folders of jobs that nobody took up again."""
    folders = Path(settings.UPLOAD_FOLDER) / "lots"
    for folder in folders.glob("*") if folders.is_dir() else ():
        if folder.stat().st_mtime < before.timestamp():
            shutil.rmtree(folder, ignore_errors=True)
