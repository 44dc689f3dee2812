"""What marks add up to: weighted scores, mean and median, readers who stand apart."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passeurs.committee.marking import (
    Criterion,
    dots,
    figures_of,
    grid_of,
    lacks,
    one_each,
    score_of,
)

PROJECT = Criterion("projet", "Le projet", weight=3, maximum=5, comment_under=2)
PUBLIC = Criterion("publics", "Les publics", weight=1, maximum=10)
GRID = (PROJECT, PUBLIC)


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        ({"projet": 5, "publics": 10}, "1.0000"),
        ({"projet": 0, "publics": 0}, "0.0000"),
        ({"projet": 5, "publics": 0}, "0.7500"),
        ({"projet": 2, "publics": 5}, "0.4250"),
    ],
)
def test_a_score_is_the_weighted_mean_of_the_marks_each_on_its_own_scale(marks, score):
    assert score_of(GRID, marks) == Decimal(score)


def test_without_every_mark_there_is_no_score():
    assert score_of(GRID, {"projet": 5}) is None
    assert score_of((), {}) is None


def test_a_scale_may_begin_above_zero():
    assert score_of((Criterion("a", "A", minimum=1, maximum=5),), {"a": 3}) == Decimal("0.5")


def test_what_a_reading_lacks_is_said_criterion_by_criterion():
    assert lacks(GRID, {"projet": 1}, {}) == [
        "« Le projet » : une note sous 2 demande un commentaire.".replace("« ", "«\u00a0")
        .replace(" »", "\u00a0»")
        .replace(" :", "\u00a0:"),
        "«\u00a0Les publics\u00a0» n’a pas de note.",
    ]
    assert lacks(GRID, {"projet": 1, "publics": 0}, {"projet": "Trop court"}) == []


def test_a_blank_comment_is_none():
    assert len(lacks(GRID, {"projet": 0, "publics": 3}, {"projet": "  \n"})) == 1


def test_figures_are_out_of_twenty():
    found = figures_of([Decimal("0.4"), Decimal("0.8"), Decimal("0.9")])

    assert (found.count, found.mean, found.median, found.spread) == (
        3,
        Decimal("14.0"),
        Decimal("16.0"),
        Decimal("10.0"),
    )


def test_readers_stand_apart_from_the_gap_that_the_sitting_says():
    found = figures_of([Decimal("0.5"), Decimal("0.75")])

    assert found.is_to_discuss(Decimal(5))
    assert not found.is_to_discuss(Decimal("5.1"))
    assert not figures_of([Decimal("0.5")]).is_to_discuss(Decimal(0))


def test_a_titular_and_a_suppleant_count_once_the_titular_first():
    rows = [(1, None, Decimal("0.2")), (2, 1, Decimal("0.9")), (3, None, Decimal("0.4"))]

    assert one_each(rows) == [Decimal("0.2"), Decimal("0.4")]
    assert one_each(reversed(rows)) == [Decimal("0.4"), Decimal("0.2")]
    assert one_each(rows[1:]) == [Decimal("0.9"), Decimal("0.4")]


def test_the_grid_is_read_from_an_edition_document():
    row = {"code": "a", "label": "A", "weight": 2, "maximum": 4, "position": 1}

    assert grid_of([row]) == (Criterion("a", "A", weight=2, maximum=4),)


def test_equal_scores_are_drawn_one_above_the_other():
    found = dots([Decimal("0.5"), Decimal(1), Decimal("0.5")])

    assert [(one.x, one.y) for one in found] == [(104, 20), (104, 11), (204, 20)]


marks = st.fixed_dictionaries({"projet": st.integers(0, 5), "publics": st.integers(0, 10)})
scores = st.lists(st.decimals("0", "1", places=4), min_size=1, max_size=12)


@given(marks)
def test_a_score_never_leaves_the_scale(found):
    assert 0 <= score_of(GRID, found) <= 1


@given(marks, st.sampled_from(["projet", "publics"]))
def test_a_better_mark_never_lowers_the_score(found, code):
    better = found | {code: min(found[code] + 1, 5 if code == "projet" else 10)}

    assert score_of(GRID, better) >= score_of(GRID, found)


@given(scores)
def test_the_mean_and_the_median_lie_between_the_lowest_and_the_highest(found):
    told = figures_of(found)
    low, high = min(found) * 20 - Decimal("0.05"), max(found) * 20 + Decimal("0.05")

    assert low <= told.mean <= high
    assert low <= told.median <= high
    assert told.spread >= 0
