"""Keeping a file that somebody sends."""

import hashlib
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused

from .inspection import inspect
from .models import StoredFile
from .queries import allowed_sentence
from .rules import Allowed, Format, clean_name, extension_of, weight


def store_upload(
    upload: UploadedFile,
    *,
    allowed: Allowed,
    by: User | None,
    at: datetime,
    scope: str = "",
) -> StoredFile:
    """Check the file by opening it, then keep it under a random name.

    Raises Refused, with one sentence to show, for a format that is not `allowed`, an empty, huge,
    locked, damaged, disguised or dangerous file. The bytes are written before the row: a crash
    between them leaves a file without a row, never a row without its file.
    """
    name = clean_name(upload.name or "")
    known = _declared_format(name, allowed)
    size = upload.size or 0
    _check_weight(size, known)
    inspect(cast("BinaryIO", upload.file), known)
    stored = StoredFile(
        owner_scope=scope,
        original_name=name,
        size=size,
        sha256=_sha256(upload),
        content_type=known.content_type,
        uploaded_by=by,
        uploaded_at=at,
    )
    stored.file.save(name, upload, save=False)
    stored.save(force_insert=True)
    return stored


def _declared_format(name: str, allowed: Allowed) -> Format:
    extension = extension_of(name)
    known = allowed.by_extension(extension)
    if known is None:
        what = f"Le format .{extension}" if extension else "Un fichier sans extension"
        raise Refused(f"{what} n’est pas accepté ici. Envoyez\u00a0: {allowed_sentence(allowed)}")
    return known


def _check_weight(size: int, known: Format) -> None:
    if size == 0:
        raise Refused("Ce fichier est vide. Vérifiez-le, puis envoyez-le de nouveau.")
    if size > known.max_bytes:
        raise Refused(
            f"Ce fichier pèse {weight(size)}\u202f; la limite est de {weight(known.max_bytes)} "
            f"pour le format {known.label}. Allégez-le, puis envoyez-le de nouveau."
        )


def _sha256(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
