"""The planner of the reminders, for any due date on any clock."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passeurs.dossiers.reminding import (
    BEFORE_CLOSING,
    step_due,
    steps_ahead,
    steps_before,
    time_left_in_words,
)

ZONES = ["Europe/Paris", "America/Guadeloupe", "Indian/Reunion", "Pacific/Noumea", "Pacific/Tahiti"]
PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)

instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)
zones = st.sampled_from(ZONES)


def paris(*parts):
    return datetime(*parts, tzinfo=PARIS)


def days_of(steps):
    return [step.at.strftime("%Y-%m-%d %H:%M %z") for step in steps]


@pytest.mark.parametrize(
    ("due_at", "expected"),
    [
        pytest.param(
            paris(2027, 10, 31, 23, 59, 59),  # the clocks go back that very night, a Sunday
            [
                "2027-10-17 08:00 +0200",
                "2027-10-24 08:00 +0200",
                "2027-10-29 08:00 +0200",
                "2027-10-31 08:00 +0100",
            ],
            id="the clocks go back",
        ),
        pytest.param(
            paris(2027, 3, 28, 23, 59, 59),
            [
                "2027-03-14 08:00 +0100",
                "2027-03-21 08:00 +0100",
                "2027-03-26 08:00 +0100",
                "2027-03-28 08:00 +0200",
            ],
            id="the clocks go forward",
        ),
        pytest.param(
            paris(2028, 2, 29, 23, 59, 59),
            [
                "2028-02-15 08:00 +0100",
                "2028-02-22 08:00 +0100",
                "2028-02-27 08:00 +0100",
                "2028-02-29 08:00 +0100",
            ],
            id="29 February",
        ),
        pytest.param(
            paris(2028, 3, 1, 0, 0),
            [
                "2028-02-15 08:00 +0100",
                "2028-02-22 08:00 +0100",
                "2028-02-27 08:00 +0100",
                "2028-02-29 08:00 +0100",
            ],
            id="due at midnight, the last morning is the day before",
        ),
    ],
)
def test_the_mornings_of_a_due_date(due_at, expected):
    assert days_of(steps_before(due_at, "Europe/Paris", BEFORE_CLOSING)) == expected


@given(due_at=instants, zone=zones)
def test_every_step_is_a_morning_at_eight_before_the_due_date(due_at, zone):
    steps = steps_before(due_at, zone, BEFORE_CLOSING)
    assert [step.days for step in steps] == [14, 7, 2, 0]
    for step in steps:
        assert step.at.astimezone(ZoneInfo(zone)).time() == time(8)
        assert step.at < due_at
    assert due_at - steps[-1].at <= DAY + timedelta(hours=1)


@given(
    due_at=instants,
    zone=zones,
    gaps=st.lists(st.integers(min_value=1, max_value=9 * 24 * 60), min_size=1, max_size=60),
    twice=st.booleans(),
)
def test_whenever_the_worker_runs_each_step_leaves_once_at_most_and_never_two_within_a_day(
    due_at, zone, gaps, twice
):
    """`gaps`: minutes between two rounds, from one to nine days; `twice`: two workers."""
    steps = steps_before(due_at, zone, BEFORE_CLOSING)
    since = now = due_at - timedelta(days=20)
    done, sent = set(), []
    for minutes in gaps:
        now += timedelta(minutes=minutes)
        for _ in range(1 + twice):
            step = step_due(steps, due_at=due_at, since=since, done=done, at=now)
            if step:
                done.add(step.code)
                sent.append((step.code, step.at, now))
        since = now
    codes = [code for code, _, _ in sent]
    assert len(codes) == len(set(codes))
    assert all(at <= left <= due_at for _, at, left in sent)
    moments = [left for *_, left in sent]
    assert all(later - earlier >= DAY for earlier, later in pairwise(moments))


@given(due_at=instants, zone=zones, offset=st.integers(min_value=0, max_value=14))
def test_a_worker_that_runs_each_quarter_of_an_hour_sends_every_step_on_its_hour(
    due_at, zone, offset
):
    steps = steps_before(due_at, zone, BEFORE_CLOSING)
    quarter = timedelta(minutes=15)
    for step in steps:
        done = {one.code for one in steps if one.at < step.at}
        round_at = step.at + timedelta(minutes=offset)
        found = step_due(steps, due_at=due_at, since=round_at - quarter, done=done, at=round_at)
        assert found == step


def test_of_several_missed_the_latest_alone_is_sent():
    due_at = paris(2027, 10, 31, 23, 59, 59)
    steps = steps_before(due_at, "Europe/Paris", BEFORE_CLOSING)
    since, back = paris(2027, 10, 10), paris(2027, 10, 25, 11)
    found = step_due(steps, due_at=due_at, since=since, done=set(), at=back)
    assert found.code == "j7"
    assert step_due(steps, due_at=due_at, since=since, done={"j7"}, at=back) is None
    assert step_due(steps, due_at=due_at, since=since, done={"j2"}, at=back) is None


def test_a_missed_step_is_left_out_when_the_next_is_within_a_day():
    due_at = paris(2027, 10, 31, 23, 59, 59)
    steps = steps_before(due_at, "Europe/Paris", BEFORE_CLOSING)
    options = {"due_at": due_at, "since": paris(2027, 10, 29), "done": set()}
    assert step_due(steps, at=paris(2027, 10, 30, 7), **options).code == "j2"
    assert step_due(steps, at=paris(2027, 10, 30, 20), **options) is None
    assert step_due(steps, at=paris(2027, 10, 31, 8), **options).code == "j0"
    assert step_due(steps, at=paris(2027, 11, 1, 0), **options) is None


def test_what_is_ahead_leaves_out_what_is_past_or_done():
    due_at = paris(2027, 10, 31, 23, 59, 59)
    steps = steps_before(due_at, "Europe/Paris", BEFORE_CLOSING)
    ahead = steps_ahead(steps, since=paris(2027, 10, 1), done={"j2"}, at=paris(2027, 10, 20))
    assert [step.code for step in ahead] == ["j7", "j0"]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (paris(2027, 10, 17, 8), "14 jours et 15 heures"),
        (paris(2027, 10, 24, 8), "7 jours et 15 heures"),
        (paris(2027, 10, 29, 23, 59, 59), "2 jours"),
        (paris(2027, 10, 31, 1), "23 heures"),
        (paris(2027, 10, 31, 8), "15 heures"),
        (paris(2027, 10, 31, 23, 20), "39 minutes"),
    ],
    ids=["fourteen", "seven over a change of hour", "two", "the last night", "morning", "minutes"],
)
def test_what_is_left_is_told_on_the_clocks_of_the_edition(at, words):
    told = time_left_in_words(paris(2027, 10, 31, 23, 59, 59), at, "Europe/Paris")
    assert told.replace("\u00a0", " ") == words
