from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passeurs.eligibility import wording


@pytest.mark.parametrize(
    ("share", "limit", "shown"),
    [
        (Decimal(60), None, "60 %"),
        (Decimal("43.625"), None, "43,63 %"),
        (Fraction(200, 3), None, "66,67 %"),
        (Decimal("60.004"), Decimal(60), "60,004 %"),
        (Decimal("59.996"), Decimal(60), "59,996 %"),
        (Decimal("60.01"), Decimal(60), "60,01 %"),
        (Decimal(60), Decimal(60), "60 %"),
        (Decimal(100), Decimal(60), "100 %"),
    ],
)
def test_a_share_is_written_the_french_way(share, limit, shown):
    assert wording.percent(share, limit=limit) == shown


@settings(deadline=None)
@given(st.fractions(min_value=0, max_value=200, max_denominator=10**9))
def test_a_share_is_never_shown_across_its_limit(share):
    limit = Decimal(60)
    shown = Decimal(wording.percent(share, limit=limit).split()[0].replace(",", "."))
    assert (shown > limit) == (share > limit)
    assert (shown == limit) == (share == limit)


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (["a"], "a"),
        (["a", "b"], "a et b"),
        (["a", "b", "c"], "a, b et c"),
    ],
)
def test_a_list_is_told_with_et(items, told):
    assert wording.listed(items) == told


def test_a_name_too_long_is_cut():
    assert wording.quoted("Le  petit\nmonde").replace("\u00a0", " ") == "« Le petit monde »"
    assert len(wording.quoted("a" * 500)) == 84


@pytest.mark.parametrize("name", ["Ciné-Palace", "cine palace", "  CINÉ   PALACE !"])
def test_two_writings_of_a_name_are_one(name):
    assert wording.folded(name) == "cine palace"
