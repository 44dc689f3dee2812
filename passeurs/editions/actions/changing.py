"""Changing an edition: at once as long as it is a draft, after a reading once it is public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.calls.actions import Overtaken, refuse_inconsistent, save_edition_document
from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.dossiers.queries.together import read_together

from ..enums import ChangeState
from ..models import Change
from ..queries.changes import answers_changed, dossiers_of

STEPS = 20
NO_REASON = "Écrivez pourquoi : le journal le garde."
CHANGED_SINCE = (
    "L’édition a changé depuis cette lecture. Refaites la modification : rien n’a été écrit."
)


@transaction.atomic
def ask_for_change(
    edition: Edition,
    document: Mapping[str, Any],
    *,
    part: str,
    version: int,
    by: User,
    at: datetime,
) -> Change:
    """Note a change to a public edition, to be read before it is confirmed.

    Raises `Refused` where the edition would no longer hold together, `Overtaken` where it changed
    since it was read.
    """
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    if current.version != version:
        raise Overtaken("Cette édition a changé depuis que vous avez ouvert la page.")
    refuse_inconsistent(dict(document))
    waiting = [ChangeState.WAITING, ChangeState.RUNNING, ChangeState.READY]
    mine = Change.objects.filter(edition=edition, asked_by=by, state__in=waiting)
    mine.update(state=ChangeState.DROPPED, settled_at=at)
    return Change.objects.create(
        edition=edition,
        asked_by=by,
        asked_at=at,
        part=part,
        document=document,
        version=version,
        total=dossiers_of(edition).count(),
    )


def read_change(change: Change, *, at: datetime) -> None:
    """Judge every dossier before and after; what it finds is kept as it goes."""
    Change.objects.filter(pk=change.pk).update(state=ChangeState.RUNNING)
    found: list[dict[str, Any]] = []
    step = max(change.total // STEPS, 1)
    done = 0
    dossiers = read_together(change.edition, dossiers_of(change.edition))
    for done, dossier in enumerate(dossiers, start=1):
        if changed := answers_changed(dossier, change.document, at=at):
            found.append(changed)
        if done % step == 0:
            Change.objects.filter(pk=change.pk).update(done=done)
    running = Change.objects.filter(pk=change.pk, state=ChangeState.RUNNING)
    running.update(state=ChangeState.READY, done=done, total=done, found=found)


def fail_change(change: Change, *, at: datetime) -> None:
    Change.objects.filter(pk=change.pk).update(state=ChangeState.FAILED, settled_at=at)


@transaction.atomic
def apply_change(change: Change, *, reason: str, by: User, at: datetime) -> Edition:
    """Make the change that was read. Raises `Refused` without a reason, or once it is overtaken."""
    if not reason.strip():
        raise Refused(NO_REASON)
    current = Change.objects.select_for_update().get(pk=change.pk)
    if current.state != ChangeState.READY:
        raise Refused("Cette modification n’attend plus de confirmation.")
    try:
        saved = save_edition_document(
            current.edition,
            current.document,
            by=by,
            at=at,
            reason=reason.strip(),
            version=current.version,
        )
    except Overtaken as overtaken:
        raise Overtaken(CHANGED_SINCE) from overtaken
    current.state, current.settled_at = ChangeState.APPLIED, at
    current.save(update_fields=["state", "settled_at"])
    return saved


def drop_change(change: Change, *, at: datetime) -> None:
    """Give the change up; the edition stays as it is."""
    waiting = Change.objects.filter(pk=change.pk).exclude(state=ChangeState.APPLIED)
    waiting.update(state=ChangeState.DROPPED, settled_at=at)
