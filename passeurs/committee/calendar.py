"""A sitting as a calendar file (RFC 5545): the same event each time, told anew when it moves."""

from datetime import datetime

from icalendar import Calendar, Event

from .models import Sitting


def sitting_calendar(sitting: Sitting, *, at: datetime, url: str) -> bytes:
    """It says when and where, never which dossiers: the file travels outside the platform."""
    feed = Calendar()
    feed.add("prodid", "-//Passeurs//Comité//FR")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add_component(_event(sitting, at=at, url=url))
    return feed.to_ical()


def _event(sitting: Sitting, *, at: datetime, url: str) -> Event:
    entry = Event()
    entry.add("uid", f"{sitting.pk}@passeurs")
    entry.add("sequence", sitting.sequence)
    entry.add("dtstamp", at)
    entry.add("dtstart", sitting.starts_at)
    entry.add("dtend", sitting.ends_at)
    entry.add("summary", f"{sitting.name} – {sitting.edition.title}", {"LANGUAGE": "fr"})
    entry.add("url", url)
    if sitting.place or sitting.video_link:
        entry.add("location", sitting.place or sitting.video_link)
    if sitting.video_link:
        entry.add("description", f"À distance : {sitting.video_link}", {"LANGUAGE": "fr"})
    return entry
