from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from passeurs.budgets import calculation as budget
from passeurs.budgets.calculation import Bound, most_one_may_ask, totals
from tests.eligibility.editions import lines, verdict

CENTS = st.integers(min_value=0, max_value=5_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
POSITIVE = CENTS.filter(bool)
SHARES = st.integers(min_value=1, max_value=9999).map(lambda cents: Decimal(cents).scaleb(-2))


def line(side, amount, kind=""):
    return {"side": side, "amount": amount, "funder_kind": kind}


def test_the_four_totals_are_apart():
    found = totals(
        [
            line("charge", "1000.10"),
            line("charge", "0.20"),
            line("product", "999.30"),
            line("voluntary_charge", "50"),
            line("voluntary_product", "60"),
            line("elsewhere", "7"),
        ]
    )
    assert found.charges == Decimal("1000.30")
    assert found.balance == Decimal("-1.00")
    assert found.voluntary_balance == Decimal(10)
    assert not found.is_balanced
    assert found.base("without_voluntary") == Decimal("1000.30")
    assert found.base("with_voluntary") == Decimal("1050.30")


@pytest.mark.parametrize("amount", [None, "", "abc", "NaN", "Infinity"])
def test_an_amount_that_cannot_be_read_counts_for_nothing(amount):
    assert budget.amount_of({"amount": amount}) == 0


@settings(deadline=None)
@given(st.lists(CENTS))
def test_a_total_is_exact_to_the_cent(amounts):
    found = totals(line("charge", f"{amount:.2f}") for amount in amounts)
    assert found.charges == sum(amounts, Decimal(0))


@settings(deadline=None)
@given(st.lists(CENTS, min_size=1))
def test_a_table_balances_when_its_products_are_its_charges(amounts):
    rows = [line(side, amount) for amount in amounts for side in ("charge", "product")]
    assert totals(rows).is_balanced
    assert not totals([*rows, line("product", "0.01")]).is_balanced
    assert not totals([*rows, line("voluntary_charge", "0.01")]).is_balanced


@pytest.mark.parametrize(
    ("asked", "whole", "share"),
    [
        ("600", "1000", "60.0000"),
        ("600.01", "1000", "60.0010"),
        ("2", "3", "66.6666"),
    ],
)
def test_the_share_never_reads_higher_than_it_is(asked, whole, share):
    figures = totals([line("charge", whole)])
    assert budget.share(Decimal(asked), figures, "without_voluntary") == Decimal(share)


def test_there_is_no_share_of_nothing():
    assert budget.share(Decimal(1), totals([]), "without_voluntary") is None


def most(rows, *, ceiling="5000", share="60", **more):
    return most_one_may_ask(
        rows,
        ceiling=None if ceiling is None else Decimal(ceiling),
        share=None if share is None else Decimal(share),
        **{key: value if key == "base" else Decimal(value) for key, value in more.items()},
    )


COST = [line("charge", "8200"), line("product", "4800", "drac"), line("product", "3400", "epci")]


@pytest.mark.parametrize(
    ("found", "amount", "bound"),
    [
        (most(COST), "4920.00", Bound.SHARE),
        (most([line("charge", "9000")]), "5000", Bound.CEILING),
        (most([line("charge", "10000")], ceiling="6000"), "6000", Bound.CEILING),
        (most(COST, others="1000"), "4000", Bound.HOLDER),
        (most(COST, others="5000"), "0", Bound.HOLDER),
        (most(COST, others="6000"), "0", Bound.HOLDER),
        (most(COST, others="10"), "4920.00", Bound.SHARE),
        (most(COST, share=None), "5000", Bound.CEILING),
        (most(COST, ceiling=None), "4920.00", Bound.SHARE),
        (
            most([*COST, line("voluntary_charge", "100")], base="with_voluntary"),
            "4980.00",
            Bound.SHARE,
        ),
        (most([line("charge", "33.33")]), "19.99", Bound.SHARE),
        (most([line("product", "400", "epci")]), "600.00", Bound.SHARE),
        (
            most([line("product", "400", "epci"), line("product", "9", "drac")]),
            "600.00",
            Bound.SHARE,
        ),
        (
            most(
                [line("product", "400", "epci"), line("voluntary_charge", "40")],
                base="with_voluntary",
            ),
            "660.00",
            Bound.SHARE,
        ),
        (most([line("product", "400", "epci")], share="100"), "5000", Bound.CEILING),
        (most([line("product", "400", "drac")]), "5000", Bound.CEILING),
        (most([]), "5000", Bound.CEILING),
    ],
)
def test_the_most_one_may_ask_names_its_bound(found, amount, bound):
    assert (found.amount, found.bound) == (Decimal(amount), bound)


def test_an_edition_without_bounds_bounds_nothing():
    found = most(COST, ceiling=None, share=None)
    assert (found.amount, found.bound, found.margin, found.is_possible) == (None, None, None, True)


def test_the_margin_is_what_is_left_or_what_is_too_much():
    assert most(COST).margin == Decimal(120)
    assert most([line("charge", "1000"), line("product", "700", "drac")]).margin == Decimal(-100)


@pytest.mark.parametrize(
    ("rows", "floor", "is_possible"),
    [
        (COST, "2000", True),
        ([line("charge", "3000")], "2000", False),
        ([line("charge", "3333.34")], "2000", True),
        ([line("charge", "0.01")], "0", False),
    ],
)
def test_a_floor_may_be_out_of_reach(rows, floor, is_possible):
    assert most(rows, floor=floor).is_possible is is_possible


@settings(deadline=None)
@given(cost=POSITIVE, ceiling=CENTS, others=CENTS, share=SHARES)
def test_the_most_keeps_every_bound_and_a_cent_more_breaks_one(cost, ceiling, others, share):
    found = most_one_may_ask([line("charge", cost)], ceiling=ceiling, share=share, others=others)
    assert 0 <= found.amount <= max(ceiling - others, 0)
    assert found.amount * 100 <= share * cost
    more = found.amount + Decimal("0.01")
    assert more + others > ceiling or more * 100 > share * cost


@settings(deadline=None)
@given(cost=POSITIVE, added=CENTS, share=SHARES)
def test_a_dearer_project_never_lowers_the_most(cost, added, share):
    def asked(whole):
        return most_one_may_ask([line("charge", whole)], ceiling=Decimal(5000), share=share).amount

    assert asked(cost) <= asked(cost + added)


@settings(deadline=None)
@given(others=POSITIVE, share=SHARES)
def test_without_charges_the_most_is_a_share_of_what_it_completes(others, share):
    rows = [line("product", others, "epci")]
    asked = most_one_may_ask(rows, ceiling=None, share=share).amount
    assert asked * 100 <= share * (others + asked)
    more = asked + Decimal("0.01")
    assert more * 100 > share * (others + more)


@settings(deadline=None)
@given(cost=POSITIVE)
def test_the_figure_and_the_rules_agree(cost):
    """What the budget says one may ask, the rules accept; a cent more, they refuse."""
    most = most_one_may_ask([line("charge", cost)], ceiling=Decimal(5000), share=Decimal(60)).amount
    assume(Decimal("0.01") < most < cost)

    def states(asked):
        rows = lines(asked=f"{asked:.2f}", others=f"{cost - asked:.2f}", charges=f"{cost:.2f}")
        changes = {"budget": {"project": rows}}
        return [verdict(f"budget.{rule}", changes=changes).state for rule in ("ceiling", "share")]

    assert states(most) == ["met", "met"]
    assert "not_met" in states(most + Decimal("0.01"))
