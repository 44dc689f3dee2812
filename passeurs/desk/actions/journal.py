"""Taking the journal away is itself written in the journal."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.journal.actions import record


@transaction.atomic
def note_export(by: User, *, asked: dict[str, Any], count: int, at: datetime) -> None:
    """Write down who took which lines away, and how many."""
    data = {"asked": {name: str(value) for name, value in asked.items()}, "count": count}
    record("journal.exported", by=by, at=at, obj=by, data=data)
