"""The dates of a story: real ones, or laid out from today and from the actions' first day.

Days: `2024-04-08` · `-40` (days before today) · `+30` (days after the first day of the actions),
`+30 sam` (then on to the next Saturday) · `été+10 ven` (from the first summer day of the actions)
· `=4` (days after the start of the same row). Instants: a day, a space and a local time.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
LAID_OUT = re.compile(rf"(?P<summer>été)?\+(?P<days>\d+)(?: (?P<name>{'|'.join(WEEKDAYS)}))?")
SUMMER = (6, 15)
SUMMER_LENGTH = timedelta(days=75)


@dataclass(frozen=True)
class Dates:
    """Where the days of one edition's stories are counted from."""

    today: date
    actions_from: date
    actions_until: date
    zone: ZoneInfo

    @classmethod
    def of(cls, edition, *, today):
        calendar = edition.document()["calendar"]
        first, last = (date.fromisoformat(calendar[k]) for k in ("actions_from", "actions_until"))
        return cls(today, first, last, ZoneInfo(edition.timezone))

    def day(self, text, *, start=None):
        """The day that `text` names; `start` is that of its row. ValueError for anything else."""
        if found := LAID_OUT.fullmatch(text):
            first = self._summer() if found["summer"] else self.actions_from
            return _next(found["name"], first + timedelta(days=int(found["days"])))
        if text.startswith("="):
            return start + timedelta(days=int(text[1:]))
        if text.startswith("-"):
            return self.today + timedelta(days=int(text))
        return date.fromisoformat(text)

    def instant(self, text):
        """« -6 18:42 » or « 2023-10-12 18:42:07 », in the edition's zone."""
        day, clock = text.split(" ")
        return datetime.combine(self.day(day), time.fromisoformat(clock), tzinfo=self.zone)

    def _summer(self):
        """The first day of the actions that is in summer, or their first where none is."""
        opening = self.actions_from.replace(month=SUMMER[0], day=SUMMER[1])
        if opening + SUMMER_LENGTH < self.actions_from:
            opening = opening.replace(year=opening.year + 1)
        first = max(opening, self.actions_from)
        return first if first <= self.actions_until else self.actions_from


def _next(name, day):
    if not name:
        return day
    return day + timedelta(days=(WEEKDAYS.index(name) - day.weekday()) % len(WEEKDAYS))
