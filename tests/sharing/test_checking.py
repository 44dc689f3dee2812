"""Each rule of a plan, on its limit and one cent past it."""

from decimal import Decimal

import pytest

from passeurs.sharing.checking import Code, check
from passeurs.sharing.facts import Envelope, Minimum, Options, Plan, Request, Zone
from passeurs.sharing.ranking import by_rank

DRAC = {"key": "drac", "funder": "drac", "total": Decimal(10000)}


def request(key="a", **more):
    facts = {"holder": "h", "asked": {"drac": Decimal(5000)}, "cost": Decimal(8000)} | more
    return Request(dossier=key, **facts)


def codes(amounts, envelope, requests=None, options=None):
    plan = Plan({(key, "drac"): Decimal(amount) for key, amount in amounts.items()})
    held = requests or [request(key) for key in amounts]
    found = check(plan, held, [Envelope(**DRAC | envelope)], options or Options())
    return [breach.code for breach in found if breach.is_blocking]


@pytest.mark.parametrize(
    ("rule", "kept", "broken", "code"),
    [
        ({"ceiling": Decimal(3000)}, "3000", "3000.01", Code.CEILING),
        ({"floor": Decimal(500)}, "500", "499.99", Code.FLOOR),
        ({"share": Decimal(50)}, "4000", "4000.01", Code.SHARE),
        ({"step": Decimal(50)}, "150", "150.01", Code.STEP),
        ({"total": Decimal(900)}, "900", "900.01", Code.ENVELOPE),
        ({"holder_ceiling": Decimal(900)}, "900", "900.01", Code.HOLDER),
        ({}, "5000", "5000.01", Code.ASKED),
        ({}, "0", "-0.01", Code.NEGATIVE),
    ],
)
def test_a_rule_holds_on_its_limit_and_not_past_it(rule, kept, broken, code):
    assert codes({"a": kept}, rule) == []
    assert codes({"a": broken}, rule) == [code]


def test_a_holder_counts_over_all_its_dossiers_by_its_siren():
    held = [request("a", siren="1", holder="x"), request("b", siren="1", holder="y")]
    rule = {"holder_ceiling": Decimal(1000)}
    assert codes({"a": 500, "b": 500}, rule, held) == []
    assert codes({"a": 500, "b": "500.01"}, rule, held) == [Code.HOLDER]


def test_the_territory_and_the_kind_restrict_an_envelope():
    held = [request(department="31", kind="workshop", is_qpv=True)]
    assert codes({"a": 1}, {"departments": frozenset({"31"})}, held) == []
    assert codes({"a": 1}, {"departments": frozenset({"46"})}, held) == [Code.TERRITORY]
    assert codes({"a": 1}, {"zones": frozenset({Zone.QPV, Zone.RURAL})}, held) == []
    assert codes({"a": 1}, {"zones": frozenset({Zone.RURAL})}, held) == [Code.TERRITORY]
    assert codes({"a": 1}, {"kinds": frozenset({"workshop"})}, held) == []
    assert codes({"a": 1}, {"kinds": frozenset({"screening"})}, held) == [Code.KIND]


def test_a_grant_is_useful_and_never_more_than_the_project_lacks():
    held = [request(minimum=Decimal(800), secured=Decimal(7000))]
    assert codes({"a": 800}, {}, held) == []
    assert codes({"a": "799.99"}, {}, held) == [Code.MINIMUM]
    assert codes({"a": "1000.01"}, {}, held) == [Code.COST]


def test_what_a_project_lacks_is_told_with_what_could_close_it():
    held = [request(asked={"drac": Decimal(5000), "region": Decimal(3000)})]
    envelopes = [
        Envelope(**DRAC, ceiling=Decimal(4500)),
        Envelope("region", "region", Decimal(2000), floor=Decimal(300)),
        Envelope("rural", "region", Decimal(2000), zones=frozenset({Zone.RURAL})),
    ]
    (found,) = check(Plan({("a", "drac"): Decimal(4000)}), held, envelopes, Options())
    assert (found.code, found.is_blocking, found.gap) == (Code.BALANCE, False, 4000)
    assert found.rooms == {"drac": 500, "region": 2000}
    envelopes[1] = Envelope("region", "region", Decimal(200), floor=Decimal(300))
    (found,) = check(Plan({("a", "drac"): Decimal(4000)}), held, envelopes, Options())
    assert found.rooms == {"drac": 500}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(forced_in=frozenset({"a"})), []),
        (Options(forced_in=frozenset({"b"})), [Code.FORCED_IN]),
        (Options(forced_out=frozenset({"a"})), [Code.FORCED_OUT]),
        (Options(fixed={("a", "drac"): Decimal(700)}), []),
        (Options(fixed={("a", "drac"): Decimal(701)}), [Code.FIXED]),
        (Options(minima=(Minimum("31", Decimal(700), 1),)), []),
        (Options(minima=(Minimum("31", Decimal("700.01")),)), [Code.DEPARTMENT_AMOUNT]),
        (Options(minima=(Minimum("31", count=2),)), [Code.DEPARTMENT_COUNT]),
        (Options(zone_shares={Zone.QPV: Decimal(70)}), []),
        (Options(zone_shares={Zone.QPV: Decimal("70.01")}), [Code.ZONE_SHARE]),
    ],
)
def test_the_options_of_the_committee_are_rules_too(options, expected):
    held = [request("a", department="31", is_qpv=True), request("b"), request("c")]
    assert codes({"a": 700, "c": 300}, {}, held, options) == expected


def test_what_a_plan_names_must_exist():
    assert codes({"z": 1}, {}, [request("a")]) == [Code.UNKNOWN]


@pytest.mark.parametrize(
    "make",
    [
        lambda: request(cost=Decimal("0.001")),
        lambda: request(secured=Decimal(-1)),
        lambda: request(cost=Decimal("NaN")),
        lambda: request(score=Decimal("1.01")),
        lambda: Envelope(**DRAC, step=Decimal(0)),
        lambda: Envelope(**DRAC, share=Decimal(101)),
        lambda: Minimum("31", Decimal(-1)),
        lambda: Options(zone_shares={Zone.QPV: Decimal(-1)}),
        lambda: Options(zone_shares={Zone.QPV: Decimal("33.33333")}),
        lambda: Options(fixed={("a", "drac"): Decimal(-1)}),
    ],
)
def test_facts_that_could_not_be_shared_are_refused(make):
    with pytest.raises(ValueError, match=r"is not|multiples"):
        make()


def test_the_line_serves_the_first_of_the_ranking():
    asked = {"drac": Decimal(600)}
    held = [
        request("a", asked=asked, score=Decimal("0.5"), holder="1"),
        request("b", asked=asked, score=Decimal("0.9"), holder="2"),
        request("c", asked=asked, holder="3"),
    ]
    one = Envelope(**DRAC | {"total": Decimal(1000), "holder_ceiling": Decimal(5000)})
    assert by_rank(held, [one], 1).by_dossier() == {"b": 600}
    assert by_rank(held, [one], 3).by_dossier() == {"b": 600, "a": 400}
    assert by_rank(held, [one], -1) == Plan({}, line=0)


def test_the_line_gives_nothing_under_a_floor():
    held = [request("a", score=Decimal("0.9")), request("b", score=Decimal("0.5"))]
    one = Envelope(**DRAC | {"total": Decimal(5400), "floor": Decimal(500)})
    assert by_rank(held, [one], 2).by_dossier() == {"a": 5000}
