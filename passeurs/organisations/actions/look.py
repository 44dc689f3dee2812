"""The identity of a coordination: changed by its team, told to the journal field by field."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from passeurs.accounts.models import User
from passeurs.documents.actions import keep, receive
from passeurs.documents.models import StoredFile
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

from ..logos import KEPT, redrawn
from ..models import Coordination

COLUMNS = frozenset(
    (
        "name",
        "email",
        "phone",
        "postal_address",
        "referent_name",
        "accent_light",
        "accent_dark",
        "logo_alt",
    )
)


def receive_logo(
    upload: UploadedFile, *, coordination: Coordination, by: User | None, at: datetime
) -> StoredFile:
    """Its bytes, written where files go; the row is for `change_look`. Never in a transaction.

    Raises `Refused` for what is no picture we can draw, and StorageAwayError.
    """
    return receive(redrawn(upload), allowed=KEPT, by=by, at=at, scope=coordination.slug)


@transaction.atomic
def change_look(
    coordination: Coordination,
    *,
    changed: Collection[str],
    by: User | None,
    at: datetime,
    logo: StoredFile | None = None,
) -> None:
    """Write those of its columns that changed, and the logo received; pages wear them at once."""
    columns = sorted(COLUMNS & set(changed))
    if logo:
        coordination.logo = keep(logo)
        columns.append("logo")
    if not columns:
        return
    coordination.save(update_fields=columns)
    _tell("changed", coordination, by=by, at=at, data={"fields": columns})


@transaction.atomic
def remove_logo(coordination: Coordination, *, by: User, at: datetime) -> None:
    """Its pages say its name alone; the file goes with the nightly collection."""
    if _without_logo(coordination):
        _tell("logo_removed", coordination, by=by, at=at)


def tell_infection(stored: StoredFile, *, at: datetime) -> None:
    """Called in the transaction that sets the file aside (`INFECTION_TOLD_TO`)."""
    sender = stored.uploaded_by
    for coordination in Coordination.objects.filter(logo=stored):
        _without_logo(coordination)
        data = {"sha256": stored.sha256, "signature": stored.signature}
        _tell("logo_infected", coordination, by=None, at=at, data=data)
        if sender and sender.is_active:
            context = {"coordination": coordination, "file": stored}
            key = f"infected:{stored.pk}:{coordination.slug}"
            notify([sender], "organisations/emails/logo_infected", context, key=key, at=at)


def _without_logo(coordination: Coordination) -> int:
    named = Coordination.objects.filter(pk=coordination.pk).exclude(logo=None)
    return named.update(logo=None, logo_alt="")


def _tell(
    verb: str,
    coordination: Coordination,
    *,
    by: User | None,
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> None:
    scope = coordination.slug
    record(f"coordination.{verb}", by=by, at=at, obj=coordination, scope=scope, data=data or {})
