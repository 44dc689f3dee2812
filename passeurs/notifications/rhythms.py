"""When a digest leaves: at seven in the morning of its reader, each day or each Monday. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .enums import Rhythm

HOUR = time(7)
MONDAY = 0


def next_digest(rhythm: str, *, after: datetime, zone: str) -> datetime:
    """The first digest strictly after an instant, on the clocks of `zone`.

    Seven o'clock never falls in the hour that the clocks skip or repeat.
    """
    here = ZoneInfo(zone)
    day = after.astimezone(here).date()
    while True:
        moment = datetime.combine(day, HOUR, tzinfo=here)
        if moment > after and (rhythm != Rhythm.WEEKLY or day.weekday() == MONDAY):
            return moment
        day += timedelta(days=1)
