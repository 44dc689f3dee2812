"""The days of a calendar: weekday, week-end, public holidays of any year."""

from datetime import date

import pytest

from passeurs.calls import calendar, calendar_days


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))],
)
def test_easter_is_where_the_reckoning_puts_it(year, expected):
    assert calendar_days.easter(year) == date(year, *expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-05-06", "Ascension"),
        ("2027-05-17", "lundi de Pentecôte"),
        ("2026-11-01", "Toussaint"),
        ("2026-10-31T23:59:59", "fin de semaine"),
        ("2026-10-30T23:59:59", ""),
        ("2026-11", ""),
    ],
)
def test_a_day_when_nobody_answers_is_told(text, words):
    document = {"timezone": "Europe/Paris", "calendar": {"filing_before": text}}
    moment = calendar.moment(document, "filing_before")
    assert words in calendar_days.awkward(moment)
    assert bool(calendar_days.awkward(moment)) == bool(words)
    assert bool(calendar_days.told(moment)) == (text != "2026-11")
