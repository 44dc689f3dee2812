from datetime import date, datetime
from decimal import Decimal

import pytest

from passeurs.eligibility import reading
from passeurs.eligibility.engine import evaluate
from tests.eligibility.editions import AT, dossier, edition


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("4800.00", Decimal(4800)),
        ("0", Decimal(0)),
        (12, Decimal(12)),
        (12.0, Decimal(12)),
        ("12,5", None),
        ("-1", None),
        ("1e3", None),
        ("", None),
        (True, None),
        (12.5, None),
        (None, None),
        (-4, None),
        ([], None),
        ("NaN", None),
        ("1.234", None),
        (" 7 ", Decimal(7)),
    ],
)
def test_an_amount_is_exact_or_unknown(value, amount):
    assert reading.amount({"x": value}, "x") == amount


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (3, 3),
        (3.0, 3),
        (3.5, None),
        ("3", None),
        (True, None),
        (float("nan"), None),
    ],
)
def test_a_whole_number_is_one_or_unknown(value, found):
    assert reading.whole({"x": value}, "x") == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2024-02-10", date(2024, 2, 10)),
        ("2024-02-10T10:00:00+01:00", date(2024, 2, 10)),
        ("hier", None),
        (3, None),
        (None, None),
    ],
)
def test_a_day_is_one_or_unknown(value, found):
    assert reading.day({"x": value}, "x") == found


def test_an_instant_may_be_naive():
    assert reading.moment({"x": "2024-02-10T10:00"}, "x") == datetime(2024, 2, 10, 10)


def test_lists_and_objects_of_another_kind_are_empty():
    assert reading.rows({"x": [1, {"a": 1}, None]}, "x") == [{"a": 1}]
    assert reading.rows({"x": {}}, "x") == []
    assert reading.part({"x": []}, "x") == {}
    assert reading.words({"x": [" a ", "", 3]}, "x") == ("a",)
    assert reading.words({"x": "abc"}, "x") == ()
    assert reading.flag({"x": "true"}, "x") is None


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-02:00"])
def test_an_instant_that_no_other_zone_has_is_unknown(written):
    assert reading.moment({"at": written}, "at") is None
    context = {"contacts": [{"at": written}], "submitted_at": written}
    assert evaluate(dossier(changes={"context": context}), edition(), at=AT)
