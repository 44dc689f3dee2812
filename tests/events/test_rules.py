"""The pure rules: reminders, the waiting list, the order of dates."""

from datetime import UTC, datetime, timedelta

import pytest

from passeurs.events.rules import order_errors, promoted, reminder_due

START = datetime(2027, 3, 10, 8, 30, tzinfo=UTC)  # half past nine in Paris, four in the Antilles
PARIS, ANTILLES = "Europe/Paris", "America/Martinique"


@pytest.mark.parametrize(
    ("zone", "at", "code"),
    [
        (PARIS, datetime(2027, 3, 3, 6, 59, tzinfo=UTC), None),
        (PARIS, datetime(2027, 3, 3, 7, 0, tzinfo=UTC), "j7"),
        (PARIS, datetime(2027, 3, 6, 6, 59, tzinfo=UTC), "j7"),
        (PARIS, datetime(2027, 3, 6, 7, 0, tzinfo=UTC), None),
        (PARIS, datetime(2027, 3, 9, 7, 0, tzinfo=UTC), "j1"),
        (PARIS, datetime(2027, 3, 10, 6, 59, tzinfo=UTC), "j1"),
        (PARIS, datetime(2027, 3, 10, 8, 30, tzinfo=UTC), None),
        (ANTILLES, datetime(2027, 3, 9, 11, 59, tzinfo=UTC), None),
        (ANTILLES, datetime(2027, 3, 9, 12, 0, tzinfo=UTC), "j1"),
    ],
)
def test_a_reminder_leaves_at_eight_on_the_clocks_of_the_coordination(zone, at, code):
    step = reminder_due(START, zone, at=at)
    assert (step.code if step else None) == code


@pytest.mark.parametrize(
    ("room", "groups", "chosen"),
    [
        (0, [(1, 1)], []),
        (2, [(1, 1), (2, 1), (3, 1)], [1, 2]),
        (3, [(1, 4), (2, 3), (3, 1)], [2]),
        (4, [(1, 3), (2, 2), (3, 1)], [1, 3]),
        (5, [], []),
    ],
)
def test_places_go_in_turn_to_the_groups_that_fit(room, groups, chosen):
    assert promoted(room, groups) == chosen


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("ends", "opens", "closes", "fields"),
    [
        (START + HOUR, START - DAY, START, []),
        (START, START - DAY, START, ["ends"]),
        (START + HOUR, START, START, ["closes_on"]),
        (START + HOUR, START - DAY, START + DAY, ["closes_on"]),
    ],
)
def test_dates_in_the_wrong_order_are_named(ends, opens, closes, fields):
    assert [name for name, _ in order_errors(START, ends, opens, closes)] == fields
