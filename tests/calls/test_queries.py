"""Which call people have in mind."""

from datetime import UTC, datetime, timedelta

import pytest

from passeurs.calls import queries
from tests.factories import calls

pytestmark = pytest.mark.django_db


def test_only_public_calls_that_can_be_filed_in_are_open():
    calls.edition("occitanie-en-cours", is_public=False)
    calls.edition()
    assert not queries.open_editions(calls.NOW).exists()


def test_the_nearest_closing_comes_first(django_assert_num_queries):
    second, first = calls.edition("deux-seances-2"), calls.edition("occitanie-en-cours")
    with django_assert_num_queries(1):
        found = list(queries.open_editions(calls.NOW))
        assert [one.coordination.slug for one in found] == ["la-trame", "les-lanternes"]
    assert found == [first, second]


def test_the_last_second_counts_whatever_its_fraction():
    last = calls.edition().filing_before_at
    assert queries.open_editions(last + timedelta(microseconds=999_999)).exists()
    assert not queries.open_editions(last + timedelta(seconds=1)).exists()


def test_the_current_call_is_the_open_one_else_the_next_else_the_last():
    old, now = calls.edition(), calls.edition("occitanie-en-cours")
    assert queries.current_edition(now.coordination, calls.NOW) == now
    assert queries.current_edition(now.coordination, datetime(2025, 1, 1, tzinfo=UTC)) == now
    assert queries.current_edition(now.coordination, datetime(2030, 1, 1, tzinfo=UTC)) == now
    assert queries.current_edition(old.coordination, datetime(2023, 9, 2, tzinfo=UTC)) == old
    assert queries.current_edition(calls.coordination("ailleurs"), calls.NOW) is None


def test_a_closed_call_leads_to_the_next_of_its_coordination():
    old = calls.edition()
    calls.edition("deux-seances-2")
    assert queries.next_edition(old, calls.NOW) is None
    now = calls.edition("occitanie-en-cours")
    assert queries.next_edition(old, calls.NOW) == now
