from decimal import Decimal
from types import SimpleNamespace

import pytest

from passeurs.core import components

STATES = ["met", "not_met", "unknown", "to_confirm", "waived", "not_applicable"]


def verdict(state, **more):
    return {"state": state, "title": state, "section": "budget"} | more


def test_every_state_has_its_own_sign_and_word():
    signs = components.VERDICT_SIGNS
    assert set(signs) == set(STATES)
    assert len({sign.icon for sign in signs.values()}) == len(STATES)
    assert len({sign.label for sign in signs.values()}) == len(STATES)


def test_to_complete_never_looks_like_no():
    assert components.VERDICT_SIGNS["unknown"].tone != components.VERDICT_SIGNS["not_met"].tone


def test_what_blocks_comes_first():
    rows = components.verdict_rows([verdict(state) for state in STATES])
    shown = [row["verdict"]["state"] for row in rows]
    assert shown == ["not_met", "unknown", "to_confirm", "met", "waived", "not_applicable"]


def test_a_verdict_may_be_an_object_or_a_dictionary():
    row = components.verdict_row(SimpleNamespace(state="met", blocking=False, clause=None, hint=""))
    assert (row["sign"].label, row["advisory"], row["go"]) == ("Satisfait", True, "Y aller")


@pytest.mark.parametrize(
    ("more", "links", "url"),
    [
        ({}, {"budget": "/b/"}, "/b/"),
        ({"field": "amount"}, {"budget": "/b/"}, "/b/#id_amount"),
        ({"field": "amount"}, {}, ""),
        ({}, None, ""),
    ],
)
def test_a_verdict_leads_to_its_field(more, links, url):
    assert components.verdict_url(verdict("unknown", **more), links) == url


def test_the_tally_leaves_out_what_is_at_zero():
    counts = components.tally([verdict("met"), verdict("met"), verdict("unknown")])
    assert [(sign.icon, count) for sign, count in counts] == [("todo", 1), ("met", 2)]


def test_a_bar_is_always_full():
    parts = components.bar_parts([{"label": "A", "amount": 1}, {"label": "B", "amount": "3"}])
    assert [(part["offset"], part["width"]) for part in parts] == [
        ("0.00%", "25.00%"),
        ("25.00%", "75.00%"),
    ]


def test_a_part_may_choose_its_series():
    parts = components.bar_parts([{"label": "A", "amount": 1, "series": 3}])
    assert (parts[0]["series"], parts[0]["pattern"]) == (3, "c")


def test_a_bar_of_nothing_says_so():
    parts = components.bar_parts([{"label": "A", "amount": 0}])
    assert parts[0]["width"] == "0.00%"
    assert components.bar_sentence("Qui apporte", []) == "Qui apporte\u00a0: rien."


@pytest.mark.parametrize(
    ("ask", "ceiling", "share", "binding", "over", "left"),
    [
        (4800, 5000, 5688, "ceiling", 0, 200),
        (5000, 5000, 5688, "ceiling", 0, 0),
        ("5000.01", 5000, 5688, "ceiling", Decimal("0.01"), Decimal("-0.01")),
        (1200, 5000, 1000, "share", 200, -200),
        (1200, None, 1500, "share", 0, 300),
    ],
)
def test_a_gauge_tells_the_bound_that_binds(ask, ceiling, share, binding, over, left):
    drawn = components.gauge(ask, ceiling, share)
    assert (drawn["binding"], drawn["over"], drawn["left"]) == (binding, over, left)


def test_a_gauge_without_bounds_or_sum_still_draws():
    drawn = components.gauge(None, None, None)
    assert (drawn["marks"], drawn["limit"], drawn["ask_at"]) == ([], None, "0.00%")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Nadia Ferrer", "NF"), ("Anne-Marie du Puy", "AP"), ("Jules", "J"), ("", "")],
)
def test_initials_are_two_letters_at_most(name, letters):
    assert components.initials(name) == letters
