"""The calendar feed of an edition (RFC 5545), for people's own agendas."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from passeurs.calls import calendar
from passeurs.calls.enums import Precision

WEEK = timedelta(days=7)
YEAR = timedelta(days=366)


def edition_feed(document: dict, *, at: datetime, url: str) -> bytes:
    """Every date as an event whose UID outlives a change of date; deadlines ring a week before."""
    feed = Calendar()
    feed.add("prodid", "-//Passeurs//Appels//FR")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", document["title"])
    feed.add("x-wr-timezone", document["timezone"])
    found = calendar.moments(document)
    for one in found:
        feed.add_component(event(one, document, at=at, url=url))
    first, last = found[0].at_local.date(), found[-1].at_local.date()
    feed.add_missing_timezones(first_date=first - YEAR, last_date=last + YEAR)
    return feed.to_ical()


def event(one: calendar.Moment, document: dict, *, at: datetime, url: str) -> Event:
    entry = Event()
    entry.add("uid", f"{document['slug']}-{one.kind}@passeurs")
    entry.add("dtstamp", at)
    entry.add("summary", f"{one.label} – {document['title']}", {"LANGUAGE": "fr"})
    entry.add("url", url)
    entry.add("transp", "TRANSPARENT")
    if one.note:
        entry.add("description", one.note, {"LANGUAGE": "fr"})
    for name, value in span(one).items():
        entry.add(name, value)
    if one.is_deadline:
        entry.add_component(alarm(one))
    return entry


def span(one: calendar.Moment) -> dict:
    """A whole day, a whole month, or the local instant with its zone."""
    if one.precision == Precision.SECOND:
        return {"dtstart": one.at_local.replace(tzinfo=ZoneInfo(one.zone))}
    day = one.at_local.date()
    first = day.replace(day=1) if one.precision == Precision.MONTH else day
    last = calendar.ending(one.at_local, one.precision).date()
    return {"dtstart": first, "dtend": last + timedelta(days=1)}


def alarm(one: calendar.Moment) -> Alarm:
    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", one.label)
    bell.add("trigger", -WEEK)
    return bell
