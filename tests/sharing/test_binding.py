"""What holds a plan where it is: each limit reached, or one step under it; each reason."""

from decimal import Decimal

import pytest

from passeurs.sharing.binding import Reason, Why, bind
from passeurs.sharing.checking import Code, tabled
from passeurs.sharing.facts import Envelope, Minimum, Options, Plan, Request, Zone


def request(key="a", **more):
    facts = {
        "holder": "h",
        "asked": {"drac": Decimal(5000)},
        "cost": Decimal(8000),
        "score": Decimal("0.5"),
    } | more
    return Request(dossier=key, **facts)


def bound(amounts, rule, requests=None, options=None, line=None):
    plan = Plan({(key, "drac"): Decimal(amount) for key, amount in amounts.items()}, line=line)
    facts = {"key": "drac", "funder": "drac", "total": Decimal(10000), "step": Decimal(100)}
    envelopes = [Envelope(**facts | rule)]
    held = requests or [request(key) for key in amounts]
    return bind(tabled(plan, held, envelopes, options or Options()))


def tight(*given, **more):
    return [one.code for one in bound(*given, **more).tight]


@pytest.mark.parametrize(
    ("rule", "facts", "reached", "short", "code"),
    [
        ({"total": Decimal(950)}, {}, "900", "800", Code.ENVELOPE),
        ({"holder_ceiling": Decimal(900)}, {}, "900", "800", Code.HOLDER),
        ({"ceiling": Decimal(900)}, {}, "900", "800", Code.CEILING),
        ({"share": Decimal("12.4")}, {}, "900", "800", Code.SHARE),
        ({}, {}, "5000", "4900", Code.ASKED),
        ({"floor": Decimal(850)}, {}, "900", "1000", Code.FLOOR),
        ({}, {"minimum": Decimal(850)}, "900", "1000", Code.MINIMUM),
        ({}, {"secured": Decimal(7050)}, "900", "800", Code.COST),
    ],
)
def test_a_limit_is_reached_where_one_more_step_would_break_it(rule, facts, reached, short, code):
    held = [request(**facts)]
    assert tight({"a": reached}, rule, held) == [code]
    assert tight({"a": short}, rule, held) == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(minima=(Minimum("31", Decimal(650)),)), [Code.DEPARTMENT_AMOUNT]),
        (Options(minima=(Minimum("31", Decimal(600)),)), []),
        (Options(minima=(Minimum("31", count=1),)), [Code.DEPARTMENT_COUNT]),
        (Options(minima=(Minimum("46", count=1),)), []),
        (Options(zone_shares={Zone.QPV: Decimal(70)}), [Code.ZONE_SHARE]),
        (Options(zone_shares={Zone.QPV: Decimal(63)}), []),
    ],
)
def test_an_option_is_reached_where_one_step_would_break_it(options, expected):
    held = [
        request("a", department="31", is_qpv=True),
        request("b", department="46"),
        request("c", department="46"),
    ]
    assert tight({"a": 700, "b": 200, "c": 100}, {}, held, options) == expected


def test_a_grant_of_nothing_reaches_no_limit():
    assert tight({"a": 0}, {"ceiling": Decimal(0)}) == []


@pytest.mark.parametrize(
    ("facts", "rule", "granted", "expected"),
    [
        ({"score": None}, {}, 0, Reason(Why.NO_SCORE, "a")),
        ({"asked": {}}, {}, 0, Reason(Why.NOT_ASKED, "a", "drac")),
        ({"department": "31"}, {"departments": {"46"}}, 0, Reason(Why.TERRITORY, "a", "drac")),
        ({"kind": "talk"}, {"kinds": {"film"}}, 0, Reason(Why.KIND, "a", "drac")),
        (
            {"secured": Decimal(8000)},
            {},
            0,
            Reason(Why.COST, "a", "drac", amount=Decimal(0), limit=Decimal(0)),
        ),
        (
            {},
            {"ceiling": Decimal(950)},
            900,
            Reason(Why.CEILING, "a", "drac", amount=Decimal(900), limit=Decimal(950)),
        ),
        (
            {},
            {"share": Decimal(10)},
            800,
            Reason(
                Why.SHARE,
                "a",
                "drac",
                amount=Decimal(800),
                limit=Decimal(800),
                share=Decimal(10),
            ),
        ),
        (
            {},
            {"holder_ceiling": Decimal(1000)},
            600,
            Reason(Why.HOLDER, "a", "drac", "h", amount=Decimal(1000), limit=Decimal(1000)),
        ),
        (
            {},
            {"total": Decimal(1050)},
            600,
            Reason(Why.ENVELOPE, "a", "drac", amount=Decimal(1000), limit=Decimal(1050)),
        ),
        (
            {"asked": {"drac": Decimal("123.45")}},
            {},
            100,
            Reason(Why.STEP, "a", "drac", amount=Decimal("23.45"), limit=Decimal(100)),
        ),
        (
            {},
            {"total": Decimal(600), "floor": Decimal(250)},
            0,
            Reason(Why.FLOOR, "a", "drac", amount=Decimal(200), limit=Decimal(250)),
        ),
        (
            {"minimum": Decimal(900)},
            {"total": Decimal(1200)},
            0,
            Reason(Why.MINIMUM, "a", amount=Decimal(800), limit=Decimal(900)),
        ),
        (
            {},
            {"total": Decimal(1200)},
            0,
            Reason(Why.ROOM, "a", "drac", amount=Decimal(800)),
        ),
    ],
)
def test_a_dossier_that_has_less_than_it_may_want_has_its_reason(facts, rule, granted, expected):
    other = request("z", asked={"drac": Decimal(400)})
    found = bound({"a": granted, "z": 400}, rule, [request("a", **facts), other])
    assert found.reasons == (expected,)


def test_the_choices_of_the_committee_are_reasons_too():
    held = [request("a"), request("b"), request("c", score=Decimal("0.1"))]
    fixed = Options(fixed={("a", "drac"): Decimal(700)}, forced_out=frozenset("b"))
    found = bound({"a": 700}, {}, held, fixed, line=2)
    assert found.reasons == (
        Reason(Why.FIXED, "a", "drac", amount=Decimal(700), limit=Decimal(700)),
        Reason(Why.FORCED_OUT, "b"),
        Reason(Why.LINE, "c", amount=Decimal(3), limit=Decimal(2)),
    )


@pytest.mark.parametrize(("line", "why"), [(1, Why.LINE), (2, Why.ROOM)])
def test_the_last_place_of_the_line_is_above_it(line, why):
    held = [request("a", score=Decimal("0.9")), request("b")]
    (only,) = bound({"a": 5000}, {}, held, line=line).reasons
    assert (only.dossier, only.why) == ("b", why)


def test_a_dossier_served_in_full_has_no_reason_nor_has_a_funder_that_gives_all():
    assert bound({"a": 5000}, {}).reasons == ()
    assert bound({"a": 1000}, {}, [request(secured=Decimal(7000))]).reasons == ()
    held = [request(asked={"drac": Decimal(300), "region": Decimal(300)})]
    envelopes = [
        Envelope("drac", "drac", Decimal(900)),
        Envelope("region", "region", Decimal(0)),
    ]
    plan = Plan({("a", "drac"): Decimal(300)})
    (only,) = bind(tabled(plan, held, envelopes, Options())).reasons
    assert (only.why, only.envelope) == (Why.ENVELOPE, "region")


def test_a_plan_without_any_envelope_is_bound_by_nothing():
    assert bind(tabled(Plan(), [request()], [], Options())).tight == ()
