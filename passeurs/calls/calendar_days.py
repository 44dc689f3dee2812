"""The days of a calendar as people meet them: weekday, week-end, public holiday. Pure."""

from datetime import date, timedelta

from passeurs.calls.calendar import Moment
from passeurs.calls.enums import Precision
from passeurs.core.typography import french_date, nbsp

SATURDAY = 5
FIXED = {
    (1, 1): "jour de l’An",
    (5, 1): "fête du Travail",
    (5, 8): "8 mai",
    (7, 14): "fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "11 novembre",
    (12, 25): "Noël",
}
AFTER_EASTER = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}


def easter(year: int) -> date:
    """Easter Sunday, by the Gregorian reckoning (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holiday(day: date) -> str:
    """The public holiday of mainland France that falls on that day, or nothing."""
    moving = {
        easter(day.year) + timedelta(days=after): name for after, name in AFTER_EASTER.items()
    }
    return FIXED.get((day.month, day.day), "") or moving.get(day, "")


def awkward(moment: Moment) -> str:
    """Why a deadline on that day is awkward: nobody answers; nothing for any other day."""
    day = moment.at_local.date()
    if moment.precision == Precision.MONTH:
        return ""
    if name := holiday(day):
        return f"jour férié ({name})"
    return "fin de semaine" if day.weekday() >= SATURDAY else ""


def told(moment: Moment) -> str:
    """The date with its weekday, and what is awkward about it; nothing for a month."""
    if moment.precision == Precision.MONTH:
        return ""
    day = str(french_date(moment.at_local, weekday=True)).capitalize()
    found = awkward(moment)
    return nbsp(f"{day} : {found}, personne ne répondra ce jour-là." if found else f"{day}.")
