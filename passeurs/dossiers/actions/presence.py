"""Being there, and no longer."""

from datetime import datetime
from typing import Any

from ..models import Dossier, Presence


def be_here(dossier: Dossier, *, by: Any, at: datetime, section: str, row: str, field: str) -> None:
    """Note where somebody is, in one write; nothing is journaled."""
    here = Presence(
        dossier=dossier, user=by, section=section, row=row[:24], field=field[:60], seen_at=at
    )
    Presence.objects.bulk_create(
        [here],
        update_conflicts=True,
        unique_fields=["dossier", "user"],
        update_fields=["section", "row", "field", "seen_at"],
    )


def leave(dossier: Dossier, *, by: Any) -> None:
    """The page was left: nobody waits a minute to know it."""
    Presence.objects.filter(dossier=dossier, user=by).delete()
