"""What happened to a part of a dossier that is no field: a row, a file, kept in its history."""

from datetime import datetime
from typing import Any

from ..models import Attachment, Dossier, FieldChange, Partner, Section
from ..queries.typing import typing_of


def note(  # noqa: PLR0913 - what the history keeps
    dossier: Dossier,
    section: str,
    *,
    row: str,
    field: str,
    before: str,
    after: str,
    by: Any,
    at: datetime,
    signature: str = "",
) -> None:
    """Raise the section's version and keep what happened; the caller holds the transaction."""
    held = Section.objects.select_for_update().get(dossier=dossier, code=section)
    held.version += 1
    held.touched_at, held.touched_by = at, by
    held.save(update_fields=["version", "touched_at", "touched_by"])
    typing = typing_of(dossier, by=by, at=at)
    FieldChange.objects.create(
        dossier=dossier,
        section=section,
        row=row,
        field=field,
        before=before,
        after=after,
        version=held.version,
        by=by,
        signature=typing.signature if typing else signature,
        at=at,
        typing=typing,
    )


def signature_of(partner: Partner) -> str:
    """How the history names the hand of a partner."""
    return f"{partner.name[:140]} (partenaire)"


def note_file(
    attachment: Attachment,
    *,
    is_gone: bool = False,
    by: Any,
    at: datetime,
    signature: str = "",
) -> None:
    """A file that joined the dossier, or left it; a partner without an account signs its own."""
    subject = attachment.person or attachment.partner
    partner = attachment.partner if by is None else None
    name = attachment.file.original_name
    note(
        attachment.dossier,
        "documents",
        row=subject.key if subject else "",
        field=f"file:{attachment.kind}",
        before=name if is_gone else "",
        after="" if is_gone else name,
        by=by,
        at=at,
        signature=signature or (signature_of(partner) if partner else ""),
    )
