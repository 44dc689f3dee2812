"""What is owed by a date, by whom: the one place that the reminders and their agenda read.

A source answers for one edition; each thing due names its dossier, its date and since when it is
owed. Another kind of due date is another source.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain
from typing import Any

from passeurs.calls.calendar import to_utc
from passeurs.calls.enums import MilestoneKind
from passeurs.calls.models import Edition

from ..enums import CorrectionState, ReminderKind, Side, State
from ..models import Attachment, CorrectionRequest, Dossier, Reminder, Reminding
from ..reminding import BEFORE_CLOSING, BEFORE_REQUEST, Step, steps_before
from .obligations import open_obligations

OPEN = (State.DRAFT, State.WITHDRAWN)
AFOOT = (State.SUBMITTED, State.ADMISSIBLE, State.GRANTED, State.WAITING)
FIRST_LOOK = timedelta(days=1)
"""How far back the first round of an edition looks."""
LONGEST = timedelta(days=500)
"""After its closing, an edition has nothing due any more."""
RELATED = ("edition__coordination", "structure__commune", "project")
STEPS = {
    ReminderKind.DRAFT: BEFORE_CLOSING,
    ReminderKind.REPORT: BEFORE_REQUEST,
    ReminderKind.DOCUMENT: BEFORE_REQUEST,
    ReminderKind.CORRECTION: BEFORE_REQUEST,
}


Window = tuple[datetime, datetime] | None


@dataclass(frozen=True)
class Due:
    """Something owed: `target` names it within the dossier, `subject` is its row if it has one."""

    kind: ReminderKind
    dossier: Dossier
    due_at: datetime
    since: datetime
    target: str = ""
    subject: Any = None

    @property
    def zone(self) -> str:
        return self.dossier.edition.timezone

    def steps(self) -> list[Step]:
        return steps_before(self.due_at, self.zone, STEPS[self.kind])


def editions_to_remind(*, at: datetime):
    """Those that have opened and of which something may still be due."""
    found = Edition.objects.filter(opens_at__lte=at, filing_before_at__gt=at - LONGEST)
    return found.select_related("coordination", "reminding").order_by("pk")


def reminding_of(edition: Edition) -> Reminding:
    """How far the edition's reminders have been looked at, and what is held; unsaved when new."""
    row = getattr(edition, "reminding", None)
    return row or Reminding(edition=edition)


def looked_at(edition: Edition, *, at: datetime) -> datetime:
    """Until when the reminders of an edition have been looked at."""
    return reminding_of(edition).checked_at or at - FIRST_LOOK


def held_kinds(edition: Edition) -> list[str]:
    """The kinds of reminders that the coordination holds back."""
    return list(reminding_of(edition).held)


def dues_of(edition: Edition, *, between: Window = None) -> Iterator[Due]:
    """Everything owed by a date in an edition; with `between`, what may be due a reminder then."""
    return chain.from_iterable(source(edition, between=between) for source in SOURCES)


def falls(due_at: datetime, zone: str, kind: ReminderKind, between: Window) -> bool:
    """Whether a reminder of that due date falls between two instants; always without any."""
    if between is None:
        return True
    since, at = between
    return any(since < step.at <= at for step in steps_before(due_at, zone, STEPS[kind]))


def due_again(due: Due) -> Due | None:
    """The same thing, once its dossier has been read again; None when it is owed no more."""
    dossiers = _dossiers(due.dossier.edition).filter(pk=due.dossier.pk)
    found = chain.from_iterable(source(due.dossier.edition, dossiers) for source in SOURCES)
    same = (one for one in found if (one.kind, one.target) == (due.kind, due.target))
    return next(same, None)


def done_steps(due: Due) -> set[str]:
    """The steps of that very due date that have left."""
    rows = Reminder.objects.filter(
        dossier=due.dossier, kind=due.kind, target=due.target, due_at=due.due_at
    )
    return set(rows.values_list("step", flat=True))


def done_by_due(edition: Edition) -> dict[tuple[Any, ...], set[str]]:
    """The same for a whole edition, in one question."""
    found: dict[tuple[Any, ...], set[str]] = {}
    rows = Reminder.objects.filter(dossier__edition=edition).order_by()
    for *key, step in rows.values_list("dossier", "kind", "target", "due_at", "step"):
        found.setdefault(tuple(key), set()).add(step)
    return found


def _dossiers(edition: Edition):
    rows = Dossier.objects.filter(edition=edition).order_by("pk")
    return rows.select_related(*RELATED)


def drafts(edition: Edition, dossiers: Any = None, *, between: Window = None) -> Iterator[Due]:
    """A dossier not filed, or taken back to be rewritten, owes itself by the closing."""
    if not falls(edition.filing_before_at, edition.timezone, ReminderKind.DRAFT, between):
        return
    rows = _dossiers(edition) if dossiers is None else dossiers
    for dossier in rows.filter(state__in=OPEN):
        yield Due(
            ReminderKind.DRAFT, dossier, edition.filing_before_at, max(_life(edition, dossier))
        )


def _life(edition: Edition, dossier: Dossier) -> list[datetime]:
    return [edition.opens_at, dossier.created_at]


def reports(edition: Edition, dossiers: Any = None, *, between: Window = None) -> Iterator[Due]:
    """Last year's bilan, promised when the dossier was filed or owed by the second sending."""
    rows = _dossiers(edition) if dossiers is None else dossiers
    filed = rows.filter(state__in=AFOOT).exclude(took_part_last_year=False)
    filed = filed.exclude(took_part_last_year=None, report_promised_on=None)
    owed = []
    for dossier in filed:
        due_at = _report_due_at(edition, dossier)
        if due_at and falls(due_at, edition.timezone, ReminderKind.REPORT, between):
            owed.append((dossier, due_at))
    joined = _reports_joined(edition, [dossier for dossier, _ in owed])
    for dossier, due_at in owed:
        if not _report_kinds(edition) <= joined.get(dossier.pk, set()):
            since = dossier.submitted_at or dossier.created_at
            yield Due(ReminderKind.REPORT, dossier, due_at, since)


def _report_kinds(edition: Edition) -> set[str]:
    """The documents that only a returning holder owes."""
    lines = edition.document().get("documents", [])
    return {
        line["kind"] for line in lines if line["when"] == "returning" and line.get("required", True)
    }


def _reports_joined(edition: Edition, dossiers: list[Dossier]) -> dict[Any, set[str]]:
    """Of those documents, which kinds each dossier holds, in one question."""
    found: dict[Any, set[str]] = {}
    if not dossiers:
        return found
    rows = Attachment.objects.filter(
        dossier__in=dossiers, kind__in=_report_kinds(edition), removed_at=None
    )
    for file in rows.select_related("file"):
        if not file.file.is_infected:
            found.setdefault(file.dossier_id, set()).add(file.kind)
    return found


def _report_due_at(edition: Edition, dossier: Dossier) -> datetime | None:
    """The end of the day that was promised, or the second date of the call, the first of them."""
    dates = []
    if second := edition.milestone(MilestoneKind.REPORT_SECOND_SENDING):
        dates.append(second.at)
    if promised := dossier.report_promised_on:
        end = datetime.combine(promised, time(23, 59, 59))
        dates.append(to_utc(end, edition.timezone, latest=True))
    return min(dates, default=None)


def obligations(edition: Edition, dossiers: Any = None, *, between: Window = None) -> Iterator[Due]:
    """The documents that the holder was asked for until a day."""
    rows = Dossier.objects.filter(edition=edition) if dossiers is None else dossiers
    for one in open_obligations(rows):
        if one.owed_by != Side.HOLDER or one.kind != ReminderKind.DOCUMENT:
            continue
        end = datetime.combine(one.due_on, time(23, 59, 59))
        due_at = to_utc(end, edition.timezone, latest=True)
        kind = ReminderKind.DOCUMENT
        if falls(due_at, edition.timezone, kind, between):
            yield Due(kind, one.dossier, due_at, one.since, one.key, one)


def corrections(edition: Edition, dossiers: Any = None, *, between: Window = None) -> Iterator[Due]:
    """Fields opened again until an instant; asked for once more, they are another round."""
    rows = Dossier.objects.filter(edition=edition) if dossiers is None else dossiers
    sent = CorrectionRequest.objects.filter(
        dossier__in=rows.order_by().values_list("pk", flat=True), state=CorrectionState.SENT
    ).exclude(dossier__state=State.ABANDONED)
    for one in sent.select_related(*(f"dossier__{path}" for path in RELATED)).order_by("pk"):
        due_at, since = one.due_at, one.sent_at
        if due_at is None or since is None:
            continue
        if falls(due_at, edition.timezone, ReminderKind.CORRECTION, between):
            target = f"{one.pk}:{one.round}"
            yield Due(ReminderKind.CORRECTION, one.dossier, due_at, since, target, one)


SOURCES: list[Callable[..., Iterator[Due]]] = [drafts, reports, obligations, corrections]
