"""The calendar feed, read back by a calendar reader."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from passeurs.calls.feeds import edition_feed
from tests.factories import calls


def events(document, at=calls.NOW):
    feed = Calendar.from_ical(edition_feed(document, at=at, url="https://passeurs.example/"))
    return {str(one["UID"]): one for one in feed.walk("VEVENT")}


def test_a_deadline_is_an_instant_of_the_zone_and_rings_a_week_before():
    found = events(calls.document())["occitanie-2024-filing_before@passeurs"]
    assert found.decoded("DTSTART").astimezone(UTC) == datetime(
        2023, 10, 31, 22, 59, 59, tzinfo=UTC
    )
    assert found["DTSTART"].params["TZID"] == "Europe/Paris"
    assert found.walk("VALARM")[0].decoded("TRIGGER") == timedelta(days=-7)
    assert "coquille" in found["DESCRIPTION"]


def test_a_day_is_a_day_and_a_month_is_a_month():
    found = events(calls.document())
    day = found["occitanie-2024-report_due@passeurs"]
    assert (day.decoded("DTSTART"), day.decoded("DTEND")) == (date(2024, 11, 30), date(2024, 12, 1))
    month = found["occitanie-2024-committee@passeurs"]
    assert (month.decoded("DTSTART"), month.decoded("DTEND")) == (
        date(2023, 12, 1),
        date(2024, 1, 1),
    )


def test_an_event_keeps_its_identity_when_its_date_moves():
    moved = calls.document(calendar={"filing_before": "2023-11-06T23:59:59"})
    assert set(events(moved)) == set(events(calls.document()))
