"""Voices, quorum and order: tables, then whatever hypothesis finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passeurs.committee.rules import Place, moved, quorum_of

YES, NO, SILENT = "accepted", "declined", ""


@pytest.mark.parametrize(
    ("places", "coming", "awaited"),
    [
        ([], 0, 0),
        ([Place(1, "member", YES)], 1, 0),
        ([Place(1, "president", SILENT)], 0, 1),
        ([Place(1, "member", NO)], 0, 0),
        ([Place(1, "observer", YES)], 0, 0),
        ([Place(1, "member", NO), Place(2, "member", YES, 1)], 1, 0),
        ([Place(1, "member", YES), Place(2, "member", YES, 1)], 1, 0),
        ([Place(1, "member", NO), Place(2, "member", SILENT, 1)], 0, 1),
        ([Place(1, "member", NO), Place(2, "member", NO, 1)], 0, 0),
        ([Place(1, "member", NO), Place(2, "member", NO, 1), Place(3, "member", YES, 1)], 1, 0),
    ],
)
def test_a_titular_and_their_suppleants_are_one_voice(places, coming, awaited):
    found = quorum_of(places, 1)
    assert (found.coming, found.awaited) == (coming, awaited)


@pytest.mark.parametrize(
    ("needed", "is_met", "missing", "is_possible"),
    [(1, True, 0, True), (2, False, 1, True), (3, False, 2, False)],
)
def test_the_quorum_says_what_is_missing_and_whether_it_can_be(
    needed, is_met, missing, is_possible
):
    found = quorum_of([Place(1, "member", YES), Place(2, "member", SILENT)], needed)
    assert (found.is_met, found.missing, found.is_possible) == (is_met, missing, is_possible)


@pytest.mark.parametrize(
    ("order", "key", "step", "wanted"),
    [
        ([1, 2, 3], 2, -1, [2, 1, 3]),
        ([1, 2, 3], 2, 1, [1, 3, 2]),
        ([1, 2, 3], 1, -1, [1, 2, 3]),
        ([1, 2, 3], 3, 1, [1, 2, 3]),
        ([1, 2, 3], 9, 1, [1, 2, 3]),
        ([], 1, 1, []),
    ],
)
def test_a_move_stays_inside_the_order(order, key, step, wanted):
    assert moved(order, key, step) == wanted


KEYS = st.integers(0, 9)


@given(st.lists(KEYS, unique=True, max_size=6), KEYS, st.integers(-9, 9))
def test_a_move_loses_nobody(order, key, step):
    assert sorted(moved(order, key, step)) == sorted(order)


@given(st.lists(st.sampled_from([YES, NO, SILENT]), max_size=6), st.data())
def test_never_more_voices_than_titulars_who_count(answers, data):
    places = []
    for key, answer in enumerate(answers):
        role = data.draw(st.sampled_from(["president", "member", "observer"]))
        titulars = [one.key for one in places if one.counts and one.stands_in_for is None]
        head = data.draw(st.sampled_from([None, *titulars])) if role == "member" else None
        places.append(Place(key, role, answer, head))
    found = quorum_of(places, 1)
    assert found.coming + found.awaited <= sum(p.counts and p.stands_in_for is None for p in places)
