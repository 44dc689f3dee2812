"""When people are written to again: pure. A silent partner, from the day it was last asked;
whoever owes something by a date, a few mornings before it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from passeurs.core.typography import local, plural

AFTER = {"day5": timedelta(days=5), "day10": timedelta(days=10)}
BEFORE = {"closing": timedelta(days=7)}
CODES = (*AFTER, *BEFORE)
PAUSE = timedelta(days=1)
"""Between two messages to the same partner, whoever sends them."""


def steps(asked_at: datetime, closing_at: datetime) -> dict[str, datetime]:
    """The instants at which a partner asked then is reminded, those before the closing only."""
    found = {code: asked_at + delay for code, delay in AFTER.items()}
    found |= {code: closing_at - delay for code, delay in BEFORE.items()}
    return {code: at for code, at in found.items() if asked_at < at < closing_at}


def due(
    asked_at: datetime, closing_at: datetime, *, done: Collection[str], at: datetime
) -> list[str]:
    """The reminders whose instant has come and that have not left."""
    planned = steps(asked_at, closing_at)
    return [code for code, moment in planned.items() if moment <= at and code not in done]


def next_at(
    asked_at: datetime, closing_at: datetime, *, done: Collection[str], last_sent_at: datetime
) -> datetime | None:
    """When the next reminder leaves, if there is one left."""
    left = [at for code, at in steps(asked_at, closing_at).items() if code not in done]
    return max(min(left), last_sent_at + PAUSE) if left else None


# ------------------------------------------------------------------------- before a due date

HOUR = time(8)
"""Reminders leave at eight in the morning, on the clocks of the edition."""
AN_HOUR = timedelta(hours=1)
BEFORE_CLOSING = (14, 7, 2, 0)
BEFORE_REQUEST = (7, 2, 0)


@dataclass(frozen=True)
class Step:
    """One reminder of one due date: `days` before its last morning."""

    days: int
    at: datetime

    @property
    def code(self) -> str:
        return f"j{self.days}"


def steps_before(due_at: datetime, zone: str, days: Collection[int]) -> list[Step]:
    """The reminders of a due date, the earliest first, week-ends included.

    The last one leaves on the last morning: the latest eight o'clock that leaves an hour to act,
    hence the day before for what is due at midnight or at dawn. Eight o'clock never falls in the
    hour that the clocks skip or repeat.
    """
    here = ZoneInfo(zone)
    last = due_at.astimezone(here).date()
    if datetime.combine(last, HOUR, tzinfo=here) > due_at - AN_HOUR:
        last -= timedelta(days=1)
    return [
        Step(count, datetime.combine(last - timedelta(days=count), HOUR, tzinfo=here))
        for count in sorted(days, reverse=True)
    ]


def step_due(
    steps: Sequence[Step], *, due_at: datetime, since: datetime, done: Collection[str], at: datetime
) -> Step | None:
    """The reminder to send now: the latest whose hour came after `since`, if it is of use.

    Of several missed during an outage the latest alone; none once it is due, nor within a day of
    the next one, nor when a later one has left already.
    """
    come = [step for step in steps if since < step.at <= at]
    if not come or at > due_at:
        return None
    found = come[-1]
    later = [step for step in steps if step.at > found.at]
    if found.code in done or any(step.code in done for step in later):
        return None
    if later and later[0].at - at < PAUSE:
        return None
    return found


def steps_ahead(
    steps: Sequence[Step], *, since: datetime, done: Collection[str], at: datetime
) -> list[Step]:
    """Those still to come, for who wants to know."""
    return [step for step in steps if max(since, at) < step.at and step.code not in done]


def time_left_in_words(due_at: datetime, at: datetime, zone: str) -> str:
    """« 13 jours et 15 heures », on the clocks of `zone`; on the last day, in true hours."""
    left = due_at.astimezone(UTC) - at.astimezone(UTC)
    if left >= timedelta(days=1):
        left = local(due_at, zone).replace(tzinfo=None) - local(at, zone).replace(tzinfo=None)
    hours, minutes = divmod(left.seconds // 60, 60)
    if left.days:
        told = plural(left.days, "jour")
        return f"{told} et {plural(hours, 'heure')}" if hours else told
    return plural(hours, "heure") if hours else plural(minutes, "minute")
