"""Local time, zone and UTC."""

from datetime import UTC, datetime, timedelta

import pytest

from passeurs.calls import calendar
from tests.factories import calls

PARIS = "Europe/Paris"


def deadline(text, zone=PARIS):
    document = {"timezone": zone, "calendar": {"filing_before": text}}
    return calendar.moment(document, "filing_before")


@pytest.mark.parametrize("text", ["2023-10-31T23:59:59", "2024-02-29", "2023-12"])
def test_a_date_is_written_as_it_was_read(text):
    for is_deadline in (True, False):
        assert calendar.write(*calendar.parse(text, is_deadline=is_deadline)) == text


@pytest.mark.parametrize("text", ["", "31/10/2023", "2023-13", "2023-02-30", "2023-10-31 23:59:59"])
def test_anything_else_is_not_a_date(text):
    with pytest.raises(ValueError, match=r".*"):
        calendar.parse(text)


def test_a_deadline_told_to_the_day_or_the_month_runs_to_its_last_second():
    assert deadline("2024-11-30").at == datetime(2024, 11, 30, 22, 59, 59, tzinfo=UTC)
    assert deadline("2024-02").at_local == datetime(2024, 2, 29, 23, 59, 59)


def test_what_is_no_deadline_begins_with_its_first_second():
    document = calls.document()
    assert calendar.moment(document, "committee").at_local == datetime(2023, 12, 1)
    assert calendar.moment(document, "committee").last_at.day == 31


def test_a_night_when_the_clocks_go_back_keeps_the_later_instant_of_a_deadline():
    moment = deadline("2027-10-31T02:30:00")
    assert moment.at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert calendar.to_utc(moment.at_local, PARIS) == moment.at - timedelta(hours=1)
    assert calendar.is_ambiguous(moment.at_local, PARIS)


def test_the_same_deadline_falls_elsewhere_overseas():
    assert deadline("2023-10-31T23:59:59", "Indian/Reunion").at.hour == 19


def test_a_date_that_the_edition_does_not_have_is_none():
    assert calendar.moment({"timezone": PARIS, "calendar": {}}, "committee") is None


def test_every_date_comes_in_order():
    found = calendar.moments(calls.document())
    assert [one.kind for one in found][:4] == [
        "opening",
        "contact_before",
        "filing_before",
        "report_second_sending",
    ]
    assert found == sorted(found, key=lambda one: one.at)
    assert len(found) == 10
