"""Where the bytes are: a folder or an S3 bucket, told apart here and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.files.storage import Storage, default_storage
from django.utils.http import content_disposition_header

from passeurs.core.refusals import Refused

LINK_SECONDS = 60
REMOTE = {"boto3", "botocore", "s3transfer", "urllib3"}
PROBE = "sante"


class StorageAwayError(Refused):
    """The folder or the bucket did not take or give the bytes; to be tried again later."""

    def __init__(self) -> None:
        super().__init__(
            "Le service qui garde les fichiers ne répond pas en ce moment. Réessayez dans quelques "
            "minutes\u202f: le reste du dossier s’enregistre, et peut être déposé."
        )


@contextmanager
def reached() -> Iterator[None]:
    """Whatever the storage fails of becomes StorageAwayError, but for a file that is not there."""
    try:
        yield
    except FileNotFoundError:
        raise
    except Exception as error:
        if isinstance(error, OSError) or type(error).__module__.partition(".")[0] in REMOTE:
            raise StorageAwayError from error
        raise


def is_there() -> bool:
    """Whether the storage answers."""
    try:
        with reached():
            default_storage.exists(PROBE)
    except StorageAwayError:
        return False
    return True


def short_link(name: str, *, filename: str, content_type: str) -> str | None:
    """An address signed for a minute, from which the browser saves the bytes; None for a folder.

    Asks first whether the bytes are there: FileNotFoundError, or StorageAwayError.
    """
    bucket = _bucket()
    if bucket is None:
        return None
    with reached():
        if not bucket.exists(name):
            raise FileNotFoundError(name)
        return str(
            bucket.url(
                name,
                parameters={
                    "ResponseContentDisposition": content_disposition_header(True, filename),
                    "ResponseContentType": content_type,
                    "ResponseCacheControl": "private, no-store",
                },
                expire=LINK_SECONDS,
            )
        )


def every_file() -> Iterator[tuple[str, datetime]]:
    """The name of each file that the storage holds, and when it was written."""
    bucket = _bucket()
    if bucket is None:
        yield from _walk(default_storage, "")
        return
    for held in bucket.bucket.objects.filter(Prefix=bucket.location):
        yield held.key.removeprefix(bucket.location).lstrip("/"), held.last_modified


def _bucket() -> Any:
    """The default storage when it is a bucket: it alone gives links that end."""
    return default_storage if hasattr(default_storage, "querystring_expire") else None


def _walk(storage: Storage, folder: str) -> Iterator[tuple[str, datetime]]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        path = f"{folder}/{name}" if folder else name
        yield path, storage.get_modified_time(path)
    for name in folders:
        yield from _walk(storage, f"{folder}/{name}" if folder else name)
