"""Calling the committee together: the sitting's settings, its steps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.recusals import find_in
from passeurs.dossiers.models import Dossier
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.attachments import Attachment

from ..models import Session, Sitting
from ..workflow import move
from .leaving import note_leaving

CALENDAR = "committee.calendar"
WHERE_AND_WHEN = ("starts_at", "ends_at", "place", "video_link")
ENDED = "Cette séance est terminée\u00a0: elle ne change plus."
NO_ORDER = "Mettez au moins un dossier à l’ordre de passage avant d’ouvrir la lecture."
NO_SEAT = "Donnez au moins un siège qui compte avant d’ouvrir la lecture."


@transaction.atomic
def create_sitting(
    edition: Edition, facts: Mapping[str, Any], *, by: User, at: datetime
) -> Sitting:
    """Prepare a sitting: nobody is told of it yet. Journaled."""
    made = Sitting.objects.create(edition=edition, **facts, created_by=by, created_at=at)
    journal("created", made, by=by, at=at)
    return made


@transaction.atomic
def change_sitting(sitting: Sitting, facts: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change its settings; those invited are told of another date or place, calendar joined.

    Journaled when something changed. Raises `Refused` once the sitting has ended.
    """
    held = hold(sitting)
    changed = [name for name, value in facts.items() if getattr(held, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(held, name, facts[name])
    has_moved = bool(set(changed) & set(WHERE_AND_WHEN))
    held.sequence += has_moved
    held.save(update_fields=[*changed, "sequence"])
    journal("changed", held, by=by, at=at, data={"fields": sorted(changed)})
    if has_moved:
        _tell_moved(held, at=at)


@transaction.atomic
def move_sitting(sitting: Sitting, name: str, *, by: User, at: datetime) -> None:
    """Take the sitting to another step (`workflow.TRANSITIONS`). Journaled.

    Opening the reading freezes the edition's grid: who marks keeps the criteria they began with.
    Raises `Refused` when somebody did before, or to open the reading without a dossier or a voice.
    """
    held = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    if name == "read":
        _refuse_unready(held)
        _freeze_grid(held)
    find_in(passing(held), at=at)
    if name == "end":
        for session in Session.objects.filter(sitting=held):
            note_leaving(session, at=at)
    move(held, name, by=by, at=at)


def passing(sitting: Sitting) -> Any:
    """The dossiers of the order: who is tied to one is kept away before anybody reads."""
    return Dossier.objects.filter(pk__in=sitting.passages.values("dossier"))


def hold(sitting: Sitting) -> Sitting:
    """The sitting read anew and kept from other writers. Raises `Refused` once it has ended."""
    related = Sitting.objects.select_related("edition__coordination")
    held = related.select_for_update(of=("self",)).get(pk=sitting.pk)
    if held.is_ended:
        raise Refused(ENDED)
    return held


def journal(
    deed: str, sitting: Sitting, *, by: User, at: datetime, data: dict[str, Any] | None = None
) -> None:
    scope = sitting.edition.coordination.slug
    record(f"sitting.{deed}", by=by, at=at, obj=sitting, data=data, scope=scope)


def _refuse_unready(sitting: Sitting) -> None:
    voices = sitting.seats.filter(stands_in_for=None).exclude(role="observer")
    lacking = []
    if not sitting.passages.exists():
        lacking.append(NO_ORDER)
    if not voices.exists():
        lacking.append(NO_SEAT)
    if lacking:
        raise Refused(*lacking)


def _freeze_grid(sitting: Sitting) -> None:
    sitting.grid = sitting.edition.document().get("grid", [])
    sitting.save(update_fields=["grid"])


def _tell_moved(sitting: Sitting, *, at: datetime) -> None:
    invited = sitting.seats.filter(invited_at__isnull=False).select_related("user")
    notify(
        [one.user for one in invited],
        "committee/emails/moved",
        {"sitting": sitting, "edition": sitting.edition},
        key=f"sitting.moved:{sitting.pk}:{sitting.sequence}",
        at=at,
        attachments=[Attachment(CALENDAR, [str(sitting.pk)])],
    )
