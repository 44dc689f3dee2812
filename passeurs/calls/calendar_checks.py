"""What does not hold together in the calendar of an edition. Pure: no database."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from passeurs.calls import calendar
from passeurs.calls.enums import DEADLINES, MilestoneKind
from passeurs.calls.findings import Finding, error, warning
from passeurs.core.typography import french_date

NEEDED_DATES = (MilestoneKind.OPENING, MilestoneKind.FILING_BEFORE)
# What must come before what; only dates that are present are compared.
ORDERS = (
    (
        MilestoneKind.OPENING,
        MilestoneKind.CONTACT_BEFORE,
        MilestoneKind.FILING_BEFORE,
        MilestoneKind.COMMITTEE,
        MilestoneKind.RESULTS,
        MilestoneKind.ACTIONS_FROM,
        MilestoneKind.ACTIONS_UNTIL,
    ),
    (MilestoneKind.FILING_BEFORE, MilestoneKind.REPORT_SECOND_SENDING),
    (MilestoneKind.RESULTS, MilestoneKind.OPEN_AIR_REQUEST, MilestoneKind.ACTIONS_UNTIL),
    (MilestoneKind.ACTIONS_FROM, MilestoneKind.REPORT_DUE),
)
# Years a date may bear, counted from the year of the edition: a call opens the autumn before.
BEFORE = frozenset(
    {MilestoneKind.OPENING, MilestoneKind.CONTACT_BEFORE, MilestoneKind.FILING_BEFORE}
)
NEVER_BEFORE = frozenset(
    {MilestoneKind.OPEN_AIR_REQUEST, MilestoneKind.REPORT_DUE, MilestoneKind.ACTIONS_UNTIL}
)


def check_calendar(document: dict) -> Iterator[Finding]:
    """The zone first, then each date, then their order."""
    for part in (zone, dates, years, order, clocks):
        yield from part(document)


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def zone(document: dict) -> Iterator[Finding]:
    name = document.get("timezone", "")
    if not name or not is_zone(name):
        yield error("timezone", f"Le fuseau horaire « {name} » est inconnu.")


def read(document: dict) -> dict[str, datetime]:
    """The dates that can be read, local and naive, by kind."""
    found = {}
    for kind, text in document.get("calendar", {}).items():
        try:
            found[kind] = calendar.parse(text, is_deadline=kind in DEADLINES)[0]
        except (TypeError, ValueError):
            continue
    return found


def dates(document: dict) -> Iterator[Finding]:
    found, written = read(document), document.get("calendar", {})
    for kind in NEEDED_DATES:
        if kind not in written:
            yield error(f"calendar.{kind}", f"Il manque une date : {label(kind)}.")
    for kind, text in written.items():
        if kind not in MilestoneKind.values:
            yield error(f"calendar.{kind}", f"Le calendrier ne connaît pas « {kind} ».")
        elif kind not in found:
            yield error(
                f"calendar.{kind}",
                f"{label(kind)} : « {text} » n’est pas une date (2023-10-31T23:59:59, "
                "2023-10-31 ou 2023-10).",
            )


def label(kind: str) -> str:
    return str(MilestoneKind(kind).label)


def allowed_years(kind: str, year: int) -> range:
    if kind in BEFORE:
        return range(year - 1, year + 1)
    if kind in NEVER_BEFORE:
        return range(year, year + 2)
    return range(year - 1, year + 2)


def years(document: dict) -> Iterator[Finding]:
    found, year = read(document), document.get("year")
    if not isinstance(year, int):
        yield error("year", "L’année de l’édition manque.")
        return
    for kind, local in found.items():
        if kind in MilestoneKind.values and local.year not in allowed_years(kind, year):
            meant = probable(kind, found, year)
            hint = f" Sans doute le {french_date(meant)}." if meant else ""
            yield error(
                f"calendar.{kind}",
                f"{label(kind)} : le {french_date(local)} n’est pas de l’édition {year}.{hint}",
            )


def probable(kind: str, found: dict[str, datetime], year: int) -> datetime | None:
    """The same day in the one year that puts it in its place among the other dates."""
    for candidate in allowed_years(kind, year):
        try:
            moved = found[kind].replace(year=candidate)
        except ValueError:
            continue
        if not any(kind in pair for pair in misplaced({**found, kind: moved})):
            return moved
    return None


def misplaced(found: dict[str, datetime]) -> list[tuple[str, str]]:
    """The pairs of dates in the wrong order, each pair once."""
    pairs: dict[tuple[str, str], None] = {}
    for sequence in ORDERS:
        present = [kind for kind in sequence if kind in found]
        for earlier, later in pairwise(present):
            if found[earlier] > found[later]:
                pairs[earlier, later] = None
    return list(pairs)


def order(document: dict) -> Iterator[Finding]:
    found = read(document)
    for earlier, later in misplaced(found):
        yield error(
            f"calendar.{later}",
            f"{label(later)} ({french_date(found[later])}) tombe avant "
            f"« {label(earlier)} » ({french_date(found[earlier])}).",
        )


def clocks(document: dict) -> Iterator[Finding]:
    name = document.get("timezone", "")
    if not name or not is_zone(name):
        return
    for kind, local in read(document).items():
        if calendar.is_missing(local, name):
            yield error(
                f"calendar.{kind}",
                f"{label(kind)} : cette heure n’existe pas, les horloges avancent cette nuit-là.",
            )
        elif calendar.is_ambiguous(local, name):
            which = "seconde" if kind in DEADLINES else "première"
            yield warning(
                f"calendar.{kind}",
                f"{label(kind)} : cette heure arrive deux fois, les horloges reculent cette "
                f"nuit-là ; la {which} est retenue.",
            )
