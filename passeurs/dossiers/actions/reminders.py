"""The engine of the reminders: reads what is due, writes each message once."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.core.typography import plural
from passeurs.eligibility.verdicts import Verdict
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family

from ..enums import ReminderKind
from ..models import Dossier, Reminder, Reminding
from ..progress import WORDS, blocking
from ..queries.people import people_to_tell
from ..queries.reminders import (
    Due,
    done_steps,
    due_again,
    dues_of,
    editions_to_remind,
    held_kinds,
    looked_at,
    reminding_of,
)
from ..queries.verdicts import verdicts_of
from ..reminding import Step, step_due, time_left_in_words
from .invitations import send_due_reminders

logger = logging.getLogger(__name__)
FAMILIES = {ReminderKind.DRAFT: Family.REMINDERS}
UNKNOWN_KIND = "Ce rappel n’existe pas."


def send_reminders(*, at: datetime) -> int:
    """Send whatever is due at an instant; how many dossiers and partners were written about.

    Run late, twice, by two workers or after days of outage, each reminder leaves once: the row
    written with it is unique. A morning that came while an edition's kind was held, or before its
    due date was moved, is not made up for.
    """
    sent = sum(remind_edition(edition, at=at) for edition in editions_to_remind(at=at))
    return sent + send_due_reminders(at=at)


def remind_edition(edition: Edition, *, at: datetime) -> int:
    """One round for one edition; what fails keeps the round open, to be tried at the next."""
    since, held = looked_at(edition, at=at), held_kinds(edition)
    found = [one for one in dues_of(edition, between=(since, at)) if one.kind not in held]
    tries = [_try(one, since=since, at=at) for one in found]
    if None not in tries:
        _seen(edition, at=at)
    return sum(bool(sent) for sent in tries)


def _step(due: Due, since: datetime, at: datetime, *, done: Iterable[str] = ()) -> Step | None:
    since = max(since, due.since)
    return step_due(due.steps(), due_at=due.due_at, since=since, done=set(done), at=at)


def _try(due: Due, *, since: datetime, at: datetime) -> bool | None:
    """None when it failed: one dossier must not keep the others from being written to."""
    try:
        return _remind(due, since=since, at=at)
    except Exception as error:  # noqa: BLE001 - see the docstring
        logger.warning("reminder of dossier %s: %s", due.dossier.pk, type(error).__name__)
        return None


@transaction.atomic
def _remind(due: Due, *, since: datetime, at: datetime) -> bool:
    """Read again under a lock, so that what was filed meanwhile is left alone."""
    Dossier.objects.select_for_update(of=("self",)).get(pk=due.dossier.pk)
    fresh = due_again(due)
    step = fresh and _step(fresh, since, at, done=done_steps(fresh))
    if not fresh or not step:
        return False
    people, _desk = people_to_tell(fresh.dossier)
    facts = {"step": step.code, "due_at": fresh.due_at, "target": fresh.target}
    _row, is_new = Reminder.objects.get_or_create(
        **facts,
        dossier=fresh.dossier,
        kind=fresh.kind,
        defaults={"sent_at": at, "people": len(people)},
    )
    if is_new:
        _write(fresh, step, people, at=at)
    return is_new


def _write(due: Due, step: Step, people: list[Any], *, at: datetime) -> None:
    dossier = due.dossier
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "due_at": due.due_at,
        "left": time_left_in_words(due.due_at, at, due.zone),
        "is_last": step.days == 0,
        "owed": due.subject,
    }
    if due.kind == ReminderKind.DRAFT:
        context["missing"] = missing_in_words(verdicts_of(dossier, at=at))
    target = due.target or str(dossier.pk)
    key = f"reminder:{due.kind}:{target}:{step.code}:{due.due_at:%Y%m%dT%H%M%S}"
    family = FAMILIES.get(due.kind, Family.REQUESTS)
    template = f"dossiers/emails/due_{due.kind}"
    notify(people, template, context, key=key, at=at, family=family)


def missing_in_words(verdicts: Iterable[Verdict]) -> str:
    """« 2 points non satisfaits et 1 point à compléter »; nothing when nothing holds it back."""
    states = [str(verdict.state) for verdict in blocking(list(verdicts))]
    counts = {state: states.count(state) for state in WORDS}
    return " et ".join(plural(count, *WORDS[state]) for state, count in counts.items() if count)


def _seen(edition: Edition, *, at: datetime) -> None:
    """Never backwards, whichever of two workers ends last."""
    row = reminding_of(edition)
    if row.pk is None:
        Reminding.objects.get_or_create(edition=edition)
    older = Reminding.objects.filter(Q(checked_at=None) | Q(checked_at__lt=at), edition=edition)
    older.update(checked_at=at)


@transaction.atomic
def hold_reminders(edition: Edition, kind: str, *, is_held: bool, by: Any, at: datetime) -> None:
    """Hold back one kind of reminder of an edition, or let it leave again.

    What came due meanwhile is not sent afterwards. Raises `Refused` for an unknown kind.
    """
    if kind not in ReminderKind.values:
        raise Refused(UNKNOWN_KIND)
    Reminding.objects.get_or_create(edition=edition)
    row = Reminding.objects.select_for_update().get(edition=edition)
    if (kind in row.held) == is_held:
        return
    row.held = sorted({*row.held, kind} if is_held else {*row.held} - {kind})
    row.save(update_fields=["held"])
    verb = "reminder.held" if is_held else "reminder.released"
    scope = edition.coordination.slug
    record(verb, by=by, at=at, obj=edition, data={"kind": kind}, scope=scope)
