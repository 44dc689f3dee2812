from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from passeurs.budgets.summary import what_for, who_pays

CENTS = st.integers(min_value=0, max_value=5_000_000).map(lambda cents: Decimal(cents).scaleb(-2))


def line(side, amount, *, code="", kind=""):
    return {"side": side, "amount": amount, "code": code, "funder_kind": kind}


def test_who_pays_is_told_by_kind_of_funder():
    slices = who_pays(
        [
            line("product", "4800.00", code="74etat", kind="drac"),
            line("product", "1500.00", code="74com"),
            line("product", "500.00", code="own", kind="own"),
            line("product", "700.00", code="70"),
            line("product", "300.00", code="70", kind="lottery"),
            line("product", "0", code="74region"),
            line("charge", "7800.00"),
        ]
    )
    assert [(one.label, one.amount) for one in slices] == [
        ("DRAC", Decimal(4800)),
        ("Commune", Decimal(1500)),
        ("Ressources propres", Decimal(500)),
        ("Recettes", Decimal(1000)),
    ]


def test_what_for_is_told_by_account():
    slices = what_for(
        [
            line("charge", "100", code="622"),
            line("charge", "50", code="60x"),
            line("charge", "25", code="6288"),
            line("charge", "25", code="indirect_fixed"),
            line("charge", "10", code="74com"),
            line("charge", "10"),
            line("product", "200", code="70"),
        ]
    )
    assert [(one.code, one.amount) for one in slices] == [
        ("60", Decimal(50)),
        ("62", Decimal(125)),
        ("indirect", Decimal(25)),
        ("other", Decimal(20)),
    ]


def test_an_empty_table_has_no_bar():
    assert who_pays([]) == what_for([]) == []


@settings(deadline=None)
@given(st.lists(CENTS.filter(bool), min_size=1, max_size=10))
def test_the_percents_of_a_bar_add_up_to_a_hundred(amounts):
    codes = ["601", "613", "622", "631", "641", "65", "66", "67", "68", "69"]
    rows = [line("charge", amount, code=code) for amount, code in zip(amounts, codes, strict=False)]
    slices = what_for(rows)
    assert sum(one.percent for one in slices) == 100
    assert sum(one.amount for one in slices) == sum(amounts)
    whole = sum(amounts)
    assert all(abs(one.percent - one.amount * 100 / whole) < Decimal("0.1") for one in slices)
