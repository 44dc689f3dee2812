"""An event as a calendar file (RFC 5545): the same event each time, told anew when it moves."""

from datetime import datetime

from icalendar import Calendar
from icalendar import Event as Entry

from .enums import State
from .models import Event


def event_calendar(event: Event, *, at: datetime, url: str, link: bool = False) -> bytes:
    """`link` joins the video link, for who is registered alone."""
    cancelled = event.state == State.CANCELLED
    feed = Calendar()
    feed.add("prodid", "-//Passeurs//Rencontres//FR")
    feed.add("version", "2.0")
    feed.add("method", "CANCEL" if cancelled else "PUBLISH")
    entry = _entry(event, at=at, url=url, link=link)
    if cancelled:
        entry.add("status", "CANCELLED")
    feed.add_component(entry)
    return feed.to_ical()


def _entry(event: Event, *, at: datetime, url: str, link: bool) -> Entry:
    entry = Entry()
    entry.add("uid", f"{event.pk}@passeurs")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.title, {"LANGUAGE": "fr"})
    entry.add("url", url)
    entry.add("location", event.where)
    if link and event.video_link:
        entry.add("description", f"À distance : {event.video_link}", {"LANGUAGE": "fr"})
    return entry
