"""The calendar of an edition in words: the film strip, the list of dates, what is left."""

from dataclasses import dataclass
from datetime import datetime

from passeurs.calls import calendar
from passeurs.calls.enums import MilestoneKind, Precision
from passeurs.core.typography import MONTHS, NBSP, clock, french_date, zone_name

DAY, HOUR, MINUTE = 86400, 3600, 60


@dataclass(frozen=True)
class Stone:
    """A frame of the strip: `state` is past, current or coming; `full` is the whole date."""

    kind: str
    when: str
    label: str
    state: str
    note: str
    full: str
    remark: str


def stones(document: dict, *, at: datetime) -> list[Stone]:
    """Every date in order, the next one lit; the end of the actions is told with their start."""
    found = calendar.moments(document)
    ahead = next((one.kind for one in found if not one.is_past(at=at)), "")
    frames, year = [], 0
    for one in found:
        if one.kind == MilestoneKind.ACTIONS_UNTIL and has_start(found):
            continue
        frames.append(stone(one, document, at=at, is_next=one.kind == ahead, year=year))
        year = one.at_local.year
    return frames


def has_start(found: list[calendar.Moment]) -> bool:
    return any(one.kind == MilestoneKind.ACTIONS_FROM for one in found)


def stone(one: calendar.Moment, document: dict, *, at, is_next: bool, year: int) -> Stone:
    state = "past" if one.is_past(at=at) else "current" if is_next else "coming"
    begins = one.kind == MilestoneKind.ACTIONS_FROM
    until = calendar.moment(document, MilestoneKind.ACTIONS_UNTIL) if begins else None
    return Stone(
        kind=one.kind,
        when=when(one, with_year=one.at_local.year != year),
        label=label(one, until),
        state=state,
        note=still(one, at=at) if state == "current" else "",
        full=span(one, until),
        remark=one.note,
    )


def label(one: calendar.Moment, until: calendar.Moment | None) -> str:
    if not until:
        return one.label
    return f"Les actions, jusqu’en {month(until)}".replace(NBSP, " ")


def span(one: calendar.Moment, until: calendar.Moment | None) -> str:
    """The date in full, with the one it runs to."""
    return f"du {full(one)} au {full(until)}" if until else full(one)


def month(one: calendar.Moment, *, with_year: bool = True) -> str:
    name = MONTHS[one.at_local.month - 1]
    return f"{name}{NBSP}{one.at_local.year}" if with_year else name


def when(one: calendar.Moment, *, with_year: bool = False) -> str:
    """« 30 septembre », « décembre »; with its year when it is new to the reader.

    Plain spaces: a frame of the strip is narrow.
    """
    if one.precision == Precision.MONTH:
        text = month(one, with_year=with_year).capitalize()
    else:
        text = french_date(one.at_local, year=with_year)
    return text.replace(NBSP, " ")


def full(one: calendar.Moment) -> str:
    """The date in full, with its hour and zone when the hour matters."""
    if one.precision == Precision.MONTH:
        return month(one)
    day = spaced_day(one.at_local)
    if one.precision == Precision.DAY or not one.is_deadline:
        return day
    hour = clock(one.at_local, seconds=bool(one.at_local.second))
    return f"{day} à {hour}, {zone_name(one.zone)}"


def spaced_day(moment: datetime) -> str:
    """« mardi 31 octobre 2023 », which may break after the weekday only."""
    return french_date(moment, weekday=True).replace(NBSP, " ", 1)


def still(one: calendar.Moment, *, at: datetime) -> str:
    """« Encore 24 jours »; « En cours » for a day or a month that has begun."""
    left = left_text(one.at, at=at, brief=True)
    return f"Encore {left}" if left else "En cours"


def left_text(deadline: datetime, *, at: datetime, brief: bool = False) -> str:
    """« 24 jours et 5 heures », « 3 heures et 12 minutes »; empty once it is past.

    The deadline is an inclusive last second. `brief` keeps the larger unit.
    """
    seconds = int((deadline - at.replace(microsecond=0)).total_seconds())
    if seconds < 0:
        return ""
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    units = [("jour", days), ("heure", hours), ("minute", minutes)]
    while len(units) > 1 and not units[0][1]:
        units.pop(0)
    parts = [amount(number, word) for word, number in units[:2] if number]
    parts = parts or ["moins d’une minute"]
    return parts[0] if brief else " et ".join(parts)


def amount(number: int, word: str) -> str:
    return f"{number}{NBSP}{word}" if number < 2 else f"{number}{NBSP}{word}s"  # noqa: PLR2004
