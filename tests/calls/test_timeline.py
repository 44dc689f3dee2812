"""The film strip and what is left."""

from datetime import UTC, datetime, timedelta

import pytest

from passeurs.calls import timeline
from tests.factories import calls

NBSP = "\N{NO-BREAK SPACE}"
SEPTEMBER = datetime(2023, 9, 14, 10, tzinfo=UTC)


def strip(at=SEPTEMBER):
    return {stone.kind: stone for stone in timeline.stones(calls.document(), at=at)}


def test_the_next_date_is_lit_and_says_what_is_left():
    found = strip()
    assert [kind for kind, stone in found.items() if stone.state == "current"] == ["contact_before"]
    assert found["contact_before"].note == f"Encore 16{NBSP}jours"
    assert found["opening"].state == "past"


def test_the_year_is_told_when_it_changes():
    found = strip()
    assert found["opening"].when == "1er septembre 2023"
    assert found["filing_before"].when == "31 octobre"
    assert found["results"].when == "Janvier 2024"


def test_the_actions_are_one_frame_that_says_when_they_end():
    found = strip()
    assert "actions_until" not in found
    assert found["actions_from"].label == "Les actions, jusqu’en décembre 2024"
    assert found["actions_from"].full.startswith("du jeudi 1er")


def test_a_deadline_is_told_with_its_hour_and_its_zone():
    full = strip()["filing_before"].full.replace(NBSP, " ")
    assert full == "mardi 31 octobre 2023 à 23 h 59 min 59 s, heure de Paris"


def test_the_misprint_is_told_beside_its_date():
    assert "31 octobre 2022" in strip()["filing_before"].remark.replace(NBSP, " ")


def test_a_month_that_has_begun_is_under_way():
    found = strip(datetime(2023, 12, 12, tzinfo=UTC))
    assert (found["committee"].state, found["committee"].note) == ("current", "En cours")


def test_all_is_past_at_the_end():
    assert {stone.state for stone in strip(datetime(2025, 6, 1, tzinfo=UTC)).values()} == {"past"}


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=24, hours=5, minutes=9), "24 jours et 5 heures"),
        (timedelta(days=1), "1 jour"),
        (timedelta(hours=3, minutes=1), "3 heures et 1 minute"),
        (timedelta(seconds=59), "moins d’une minute"),
        (timedelta(seconds=0), "moins d’une minute"),
        (timedelta(seconds=-1), ""),
    ],
)
def test_what_is_left_is_told_in_its_two_largest_units(left, words):
    assert timeline.left_text(SEPTEMBER + left, at=SEPTEMBER).replace(NBSP, " ") == words
