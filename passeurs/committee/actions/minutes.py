"""The minutes: made from what was done, frozen, approved; a correction is another version."""

import hashlib
from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused

from ..enums import State
from ..models import Minutes, Sitting
from ..printing.minutes import minutes_data, minutes_pdf
from .sittings import journal

NOT_ENDED = "Le procès-verbal s’établit une fois la séance terminée."
NO_REASON = "Dites ce que cette version corrige."
APPROVED = "Cette version est déjà approuvée, ou une autre l’a remplacée\u00a0: relisez."


@transaction.atomic
def make_minutes(sitting: Sitting, reason: str, *, by: User, at: datetime) -> Minutes:
    """Freeze the minutes as the sitting stands: every word, the PDF and its SHA-256. Journaled.

    From the second version on, `reason` says what is corrected. Raises `Refused` before the end.
    """
    related = Sitting.objects.select_related("edition__coordination")
    held = related.select_for_update(of=("self",)).get(pk=sitting.pk)
    if held.state != State.ENDED:
        raise Refused(NOT_ENDED)
    last = held.minutes.first()
    if last is not None and not reason:
        raise Refused(NO_REASON)
    version = last.version + 1 if last else 1
    data = minutes_data(held, version=version, replaces=last, reason=reason, at=at)
    content = minutes_pdf(data, coordination=held.edition.coordination, at=at)
    digest = hashlib.sha256(content).hexdigest()
    facts = {"data": data, "content": content, "sha256": digest, "reason": reason}
    made = Minutes.objects.create(sitting=held, version=version, made_by=by, made_at=at, **facts)
    _note("minutes_made", made, held, by=by, at=at)
    return made


@transaction.atomic
def approve_minutes(minutes: Minutes, *, by: User, at: datetime) -> None:
    """Approve the last version, once. Journaled. Raises `Refused` when it is not the last."""
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=minutes.sitting_id)
    later = Minutes.objects.filter(sitting=sitting, version__gt=minutes.version)
    rows = Minutes.objects.filter(pk=minutes.pk, approved_at=None)
    if later.exists() or not rows.update(approved_by=by, approved_at=at):
        raise Refused(APPROVED)
    _note("minutes_approved", minutes, sitting, by=by, at=at)


def _note(deed: str, minutes: Minutes, sitting: Sitting, *, by: User, at: datetime) -> None:
    data = {"version": minutes.version, "sha256": minutes.sha256}
    journal(deed, sitting, by=by, at=at, data=data)
