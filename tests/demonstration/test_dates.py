from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from passeurs.demonstration.dates import Dates

PARIS = ZoneInfo("Europe/Paris")


def dates(first=date(2027, 3, 27), last=date(2027, 12, 27)):
    return Dates(date(2026, 11, 22), first, last, PARIS)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-04-08", date(2024, 4, 8)),
        ("-40", date(2026, 10, 13)),
        ("+30", date(2027, 4, 26)),
        ("+0 sam", date(2027, 3, 27)),
        ("+1 sam", date(2027, 4, 3)),
        ("été+0", date(2027, 6, 15)),
        ("été+10 ven", date(2027, 6, 25)),
    ],
)
def test_a_day_is_counted_from_where_it_says(text, day):
    assert dates().day(text) == day


def test_the_days_of_a_row_are_counted_from_its_start():
    assert dates().day("=4", start=date(2027, 4, 26)) == date(2027, 4, 30)


def test_a_day_that_says_nothing_known_is_an_error():
    with pytest.raises(ValueError, match="demain"):
        dates().day("demain")


def test_an_instant_is_local():
    assert dates().instant("-6 18:42:07") == datetime(2026, 11, 16, 18, 42, 7, tzinfo=PARIS)
    assert dates().instant("2023-10-31 23:41").utcoffset().total_seconds() == 3600


def test_summer_begins_with_the_actions_when_they_begin_in_summer():
    assert dates(first=date(2027, 7, 1)).day("été+0") == date(2027, 7, 1)


def test_summer_is_that_of_the_next_year_for_actions_begun_in_autumn():
    autumn = dates(first=date(2027, 10, 1), last=date(2028, 7, 30))
    assert autumn.day("été+0") == date(2028, 6, 15)


def test_actions_without_a_summer_are_counted_from_their_first_day():
    assert dates(first=date(2027, 9, 10), last=date(2028, 5, 30)).day("été+5") == date(2027, 9, 15)
