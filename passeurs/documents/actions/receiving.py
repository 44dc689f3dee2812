"""Keeping a file that somebody sends."""

import hashlib
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused

from .. import quarantine
from ..cleaning import cleaned
from ..inspection import inspect
from ..models import StoredFile
from ..queries import allowed_sentence
from ..rules import Allowed, Format, clean_name, extension_of, weight
from ..storage import reached


def store_upload(
    upload: UploadedFile,
    *,
    allowed: Allowed,
    by: User | None,
    at: datetime,
    scope: str = "",
) -> StoredFile:
    """Receive and keep in one go, for callers who hold no transaction (see `receive`)."""
    return keep(receive(upload, allowed=allowed, by=by, at=at, scope=scope))


def receive(
    upload: UploadedFile,
    *,
    allowed: Allowed,
    by: User | None,
    at: datetime,
    scope: str = "",
) -> StoredFile:
    """Check the file by opening it, clean it, and write its bytes under a random name.

    The row is then for `keep`, in the caller's transaction: never call this inside one, the storage
    may be far and slow. A crash between the two leaves bytes without a row, which the nightly
    collection removes, never a row without its bytes. Raises Refused, with one sentence to show,
    for a format that is not `allowed`, an empty, huge, locked, damaged, disguised or dangerous
    file, and StorageAwayError.
    """
    name = clean_name(upload.name or "")
    known = declared_format(name, allowed)
    check_weight(upload.size or 0, known, allowed)
    stream = cast("BinaryIO", upload.file)
    inspect(stream, known)
    content = File(cleaned(stream, known), name=name)
    stored = StoredFile(
        owner_scope=scope,
        original_name=name,
        size=content.size,
        sha256=_sha256(content),
        content_type=known.content_type,
        uploaded_by=by,
        uploaded_at=at,
        scan_state=quarantine.first_state(),
    )
    with reached():
        stored.file.save(name, content, save=False)
    return stored


@transaction.atomic
def keep(received: StoredFile) -> StoredFile:
    """Write the row of bytes received, and have them scanned, then drawn, once committed."""
    received.save(force_insert=True)
    quarantine.admit(received)
    return received


def declared_format(name: str, allowed: Allowed) -> Format:
    extension = extension_of(name)
    known = allowed.by_extension(extension)
    if known is None:
        what = f"Le format .{extension}" if extension else "Un fichier sans extension"
        raise Refused(f"{what} n’est pas accepté ici. Envoyez\u00a0: {allowed_sentence(allowed)}")
    return known


def check_weight(size: int, known: Format, allowed: Allowed) -> None:
    limit = allowed.limit_of(known)
    if size == 0:
        raise Refused("Ce fichier est vide. Vérifiez-le, puis envoyez-le de nouveau.")
    if size > limit:
        raise Refused(
            f"Ce fichier pèse {weight(size)}\u202f; la limite est de {weight(limit)} "
            f"pour le format {known.label}. Allégez-le, puis envoyez-le de nouveau."
        )


def _sha256(content: File) -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()
