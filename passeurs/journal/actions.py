"""Writing a fact down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from passeurs.accounts.models import User

from .models import Entry, name_of


def record(  # noqa: PLR0913 - who, what, when and why, each by name
    verb: str,
    *,
    by: User | None,
    at: datetime,
    obj: models.Model,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    scope: str = "",
) -> Entry:
    """Add one entry about `obj`, in the caller's transaction: it stands or falls with the deed.

    `by` is None when the platform itself acts. `data` must be fit for JSON (dates and amounts as
    Django's encoder writes them). `scope` is the slug of the coordination concerned.
    """
    entry = Entry(
        at=at,
        actor=by,
        verb=verb,
        scope=scope,
        **name_of(obj),
        reason=reason,
        data=dict(data or {}),
    )
    entry.save()
    return entry
