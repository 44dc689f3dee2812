"""Pure rules of an event: when a reminder leaves, who of a waiting list takes a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = time(8)
"""Reminders leave at eight in the morning, on the clocks of the coordination."""
DAYS = (7, 1)
KEPT = timedelta(days=30)
"""How long diets and travel are kept after the event."""
USEFUL = {7: timedelta(days=3), 1: timedelta(days=1)}
"""After an outage, a reminder older than that says something false: it does not leave."""


@dataclass(frozen=True)
class Step:
    days: int
    at: datetime

    @property
    def code(self) -> str:
        return f"j{self.days}"


def reminder_due(starts_at: datetime, zone: str, *, at: datetime) -> Step | None:
    """The reminder whose hour has come and that is still of use, if the event has not begun.

    Eight o'clock never falls in the hour that the clocks skip or repeat.
    """
    if at >= starts_at:
        return None
    here = ZoneInfo(zone)
    day = starts_at.astimezone(here).date()
    for days in sorted(DAYS):
        moment = datetime.combine(day - timedelta(days=days), HOUR, tzinfo=here)
        if moment <= at < moment + USEFUL[days]:
            return Step(days, moment)
    return None


def promoted(room: int, groups: Sequence[tuple[int, int]]) -> list[int]:
    """Keys of who takes a place: each in turn, the groups too big for what is left passed over."""
    found = []
    for key, size in groups:
        if size <= room:
            found.append(key)
            room -= size
    return found


def order_errors(
    starts: datetime, ends: datetime, opens: datetime, closes: datetime
) -> Iterable[tuple[str, str]]:
    """(field, sentence) for each pair of dates that is in the wrong order."""
    if ends <= starts:
        yield "ends", "La fin vient après le début."
    if closes <= opens:
        yield "closes_on", "Les inscriptions ferment après avoir ouvert."
    if closes > ends:
        yield "closes_on", "Les inscriptions ferment avant la fin de la rencontre."
