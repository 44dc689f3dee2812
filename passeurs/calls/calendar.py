"""The dates of an edition: read from its document, told in local time, zone and UTC.

A date is written to the second (`2023-10-31T23:59:59`), to the day (`2024-02-01`) or to the
month (`2023-12`). A deadline told to the day or the month runs to its last second; anything
else begins with its first. Deadlines are inclusive.
"""

import calendar as months
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from passeurs.calls.enums import DEADLINES, MilestoneKind, Precision

FORMS = {
    Precision.SECOND: ("%Y-%m-%dT%H:%M:%S", 19),
    Precision.DAY: ("%Y-%m-%d", 10),
    Precision.MONTH: ("%Y-%m", 7),
}


@dataclass(frozen=True)
class Moment:
    """One date of an edition. `at_local` is naive, in the zone of the edition."""

    kind: str
    label: str
    at_local: datetime
    precision: str
    zone: str
    note: str = ""

    @cached_property
    def at(self) -> datetime:
        """The instant in UTC; a deadline that falls twice (clocks going back) is the later one."""
        return to_utc(self.at_local, self.zone, latest=self.kind in DEADLINES)

    @property
    def is_deadline(self) -> bool:
        return self.kind in DEADLINES

    @property
    def text(self) -> str:
        """The date as the document writes it."""
        return write(self.at_local, self.precision)

    def is_past(self, *, at: datetime) -> bool:
        """Whether the date is behind `at`; a month or a day that has begun is not past."""
        return at.replace(microsecond=0) > self.last_at

    @cached_property
    def last_at(self) -> datetime:
        """The last second of what the date names: itself, its day or its month."""
        return to_utc(ending(self.at_local, self.precision), self.zone, latest=True)


def parse(text: str, *, is_deadline: bool = False) -> tuple[datetime, Precision]:
    """Read a date of a document; ValueError when it has none of the three forms."""
    for precision, (form, length) in FORMS.items():
        if len(text) == length:
            local = datetime.strptime(text, form)  # noqa: DTZ007 - local time, naive on purpose
            return (ending(local, precision) if is_deadline else local), precision
    raise ValueError(text)


def write(local: datetime, precision: str) -> str:
    """The inverse of `parse`."""
    return local.strftime(FORMS[Precision(precision)][0])


def ending(local: datetime, precision: str) -> datetime:
    """The last second of the day or month that `local` falls in."""
    if precision == Precision.SECOND:
        return local
    if precision == Precision.MONTH:
        local = local.replace(day=months.monthrange(local.year, local.month)[1])
    return datetime.combine(local.date(), time(23, 59, 59))


def to_utc(local: datetime, zone: str, *, latest: bool = False) -> datetime:
    """The instant in UTC; of two (clocks going back), the earlier one unless `latest`."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=int(latest)).astimezone(UTC)


def is_ambiguous(local: datetime, zone: str) -> bool:
    """Whether the local time falls twice, the night the clocks go back."""
    return to_utc(local, zone) < to_utc(local, zone, latest=True)


def is_missing(local: datetime, zone: str) -> bool:
    """Whether the local time never comes, the night the clocks go forward."""
    return to_utc(local, zone) > to_utc(local, zone, latest=True)


def moment(document: dict, kind: str) -> Moment | None:
    """One date of the edition, or None where it has none of that kind."""
    if not (text := document.get("calendar", {}).get(kind)):
        return None
    local, precision = parse(text, is_deadline=kind in DEADLINES)
    label = document.get("calendar_labels", {}).get(kind) or MilestoneKind(kind).label
    note = document.get("calendar_notes", {}).get(kind, "")
    return Moment(kind, label, local, precision, document["timezone"], note)


def moments(document: dict) -> list[Moment]:
    """Every date of the edition, in order of time."""
    found = (moment(document, kind) for kind in MilestoneKind.values)
    return sorted((one for one in found if one), key=lambda one: one.at)
