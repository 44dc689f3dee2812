from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passeurs.sharing.binding import Why
from passeurs.sharing.checking import Code, check
from passeurs.sharing.facts import Envelope, Minimum, Options, Plan, Request, Spread, Zone
from passeurs.sharing.proposing import share_out, with_more
from passeurs.sharing.solver import UnsoundError
from passeurs.sharing.wishing import Unmet


def request(key, asked=1000, score="0.5", **more):
    facts = {"holder": key, "cost": Decimal(5000), "department": "31"} | more
    score = None if score is None else Decimal(score)
    return Request(dossier=key, asked={"drac": Decimal(asked)}, score=score, **facts)


def envelope(total, **more):
    return Envelope("drac", "drac", Decimal(total), **({"step": Decimal(100)} | more))


def share(requests, envelopes, **options):
    return share_out(requests, envelopes, Options(**options))


small = st.integers(0, 6).map(lambda steps: Decimal(steps * 100))
requests = st.lists(
    st.builds(
        lambda asked, score, cost, minimum, holder, dep, qpv: {
            "asked": asked,
            "score": score,
            "cost": cost,
            "minimum": minimum,
            "holder": holder,
            "department": dep,
            "is_qpv": qpv,
        },
        small,
        st.sampled_from(["0", "0.2", "0.5", "0.9", None]),
        st.integers(0, 90000).map(lambda cents: Decimal(cents).scaleb(-2)),
        st.sampled_from([Decimal(0), Decimal(200)]),
        st.sampled_from("ab"),
        st.sampled_from(["31", "46"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
).map(lambda rows: [request(str(place), **row) for place, row in enumerate(rows)])
envelopes = st.builds(
    lambda total, floor, holder, part: envelope(
        total, floor=floor, holder_ceiling=holder, share=part
    ),
    small,
    st.sampled_from([Decimal(0), Decimal(250)]),
    st.sampled_from([None, Decimal(450)]),
    st.sampled_from([None, Decimal(60), Decimal("33.33")]),
)
choices = st.builds(
    Options,
    minima=st.sampled_from([(), (Minimum("46", Decimal(100)),), (Minimum("31", count=1),)]),
    zone_shares=st.sampled_from([{}, {Zone.QPV: Decimal(30)}]),
    forced_in=st.sampled_from([frozenset(), frozenset("0")]),
    forced_out=st.sampled_from([frozenset(), frozenset("1")]),
)


def worth(plan, asked):
    return sum(plan.of(one.dossier) * (one.score or 0) for one in asked)


def every_plan(asked, one, options):
    """All the plans in steps that break nothing: what the solver must equal."""
    steps = [range(7) if options.may_propose(r) else range(1) for r in asked]
    for chosen in product(*steps):
        amounts = {
            (r.dossier, "drac"): Decimal(n * 100) for r, n in zip(asked, chosen, strict=True) if n
        }
        if sum(amounts.values()) > one.total:
            continue
        if not any(b.is_blocking for b in check(Plan(amounts), asked, [one], options)):
            yield Plan(amounts)


@settings(deadline=None, max_examples=40)
@given(requests, envelopes, choices)
def test_the_proposal_is_worth_what_the_best_of_all_plans_is(asked, one, options):
    found = share_out(asked, [one], options)
    values = [worth(plan, asked) for plan in every_plan(asked, one, options)]
    if found.plan is None:
        assert found.unmet
        assert not values
    else:
        assert worth(found.plan, asked) == max(values)


@settings(deadline=None, max_examples=20)
@given(requests, envelopes, st.sampled_from(Spread))
def test_no_rule_is_broken_and_the_order_of_the_facts_changes_nothing(asked, one, spread):
    other = replace(one, key="region", funder="region", step=Decimal("0.01"))
    asked = [replace(r, asked=r.asked | {"region": Decimal("123.45")}) for r in asked]
    options = Options(spread=spread)
    found = share_out(asked, [one, other], options)
    broken = check(found.plan, asked, [one, other], options)
    assert not [breach for breach in broken if breach.is_blocking]
    assert share_out(asked[::-1], [other, one], options) == found


def test_a_plan_tells_what_each_dossier_has_of_all_envelopes():
    plan = Plan({("a", "drac"): Decimal(5), ("a", "region"): Decimal(7), ("b", "drac"): Decimal(1)})
    assert (plan.of("a"), plan.of("z")) == (12, 0)


def test_the_best_scores_come_first():
    found = share([request("a", score="0.4"), request("b", score="0.9")], [envelope(1500)])
    assert found.plan.by_dossier() == {"b": 1000, "a": 500}


def test_equal_scores_are_served_in_the_order_of_their_keys():
    found = share([request("b"), request("a")], [envelope(1000)])
    assert found.plan.by_dossier() == {"a": 1000}


def test_more_dossiers_in_part_or_fewer_in_full():
    asked = [request("a", 1000, "0.9"), request("b", 900, "0.8"), request("c", 600, "0.8")]
    assert len(share(asked, [envelope(1500)], spread=Spread.PARTLY).plan.by_dossier()) == 3
    full = share(asked, [envelope(1500)], spread=Spread.FULLY).plan.by_dossier()
    assert full == {"b": 900, "c": 600}


def test_what_cannot_be_met_is_named():
    found = share(
        [request("a"), request("b", score=None)],
        [envelope(1000)],
        minima=(Minimum("31", Decimal(1200)), Minimum("46", count=1)),
        forced_in=frozenset({"a"}),
        fixed={("b", "drac"): Decimal(50), ("a", "region"): Decimal(0)},
    )
    assert found.plan is None
    assert found.unmet == (
        Unmet(Code.FIXED, "b", "drac", asked=Decimal(50), best=Decimal(0)),
        Unmet(Code.DEPARTMENT_AMOUNT, "31", asked=Decimal(1200), best=Decimal(1000)),
        Unmet(Code.DEPARTMENT_COUNT, "46", asked=Decimal(1), best=Decimal(0)),
    )


def test_an_unmet_option_tells_the_nearest_that_those_before_it_leave():
    asked = [request("a", department="46", is_qpv=True), request("b", 800)]
    found = share(
        asked,
        [envelope(1000, floor=Decimal(200))],
        fixed={("a", "drac"): Decimal(600), ("b", "drac"): Decimal(700)},
        forced_in=frozenset("z"),
        minima=(Minimum("31", Decimal(300), 2),),
        zone_shares={Zone.QPV: Decimal(75), Zone.RURAL: Decimal(0)},
    )
    assert found.unmet == (
        Unmet(Code.FIXED, "b", "drac", asked=Decimal(700), best=Decimal(400)),
        Unmet(Code.FORCED_IN, "z"),
        Unmet(Code.DEPARTMENT_COUNT, "31", asked=Decimal(2), best=Decimal(1)),
        Unmet(Code.ZONE_SHARE, "qpv", best=Decimal(-75), share=Decimal(75)),
    )


@pytest.mark.parametrize("values", [None, (0, 0, 0)])
def test_the_nearest_is_not_told_where_it_is_not_proven(values, monkeypatch):
    from passeurs.sharing import wishing
    from passeurs.sharing.solver import Solution

    impossible, unknown = Solution(None, is_proven=True), Solution(values, is_proven=False)
    answers = iter([impossible, impossible, unknown, unknown])
    monkeypatch.setattr(wishing, "solve", lambda *args, **given: next(answers))
    found = share([request("a")], [envelope(1000)], minima=(Minimum("31"),))
    assert [one.best for one in found.unmet] == [None]


def test_a_fixed_amount_and_a_fixed_nothing_are_kept():
    asked = [request("a"), request("b", score=None)]
    fixed = {("b", "drac"): Decimal(300)}
    assert share(asked, [envelope(1000)], fixed=fixed).plan.by_dossier() == {"b": 300, "a": 700}
    impossible = {("a", "region"): Decimal(10)}
    assert share(asked, [envelope(1000)], fixed=impossible).plan is None


def test_an_answer_that_breaks_a_rule_is_refused(monkeypatch):
    from passeurs.sharing.model import Model

    monkeypatch.setattr(Model, "holds", lambda self, values: False)
    with pytest.raises(UnsoundError):
        share([request("a")], [envelope(1000)])


def test_no_time_gives_no_plan_and_says_it_is_not_proven(monkeypatch):
    from passeurs.sharing import proposing
    from passeurs.sharing.solver import Solution

    monkeypatch.setattr(proposing, "solve", lambda *a, **k: Solution(None, is_proven=False))
    found = share([request("a")], [envelope(1000)])
    assert (found.plan, found.is_proven, found.is_settled) == (None, False, False)


@pytest.mark.parametrize(
    ("late", "is_proven", "is_settled"),
    [(0, False, False), (1, False, False), (2, True, False), (3, True, True)],
)
def test_what_a_plan_is_worth_and_the_choice_between_equals_are_proven_apart(
    late, is_proven, is_settled, monkeypatch
):
    from passeurs.sharing import proposing
    from passeurs.sharing.solver import Solution, solve

    calls = iter(range(9))

    def slow(*arguments, **given):
        found = solve(*arguments, **given | {"seconds": 5})
        return Solution(found.values, is_proven=next(calls) != late)

    monkeypatch.setattr(proposing, "solve", slow)
    found = share([request("a"), request("b")], [envelope(900)], spread=Spread.PARTLY)
    assert found.plan.by_dossier()
    assert (found.is_proven, found.is_settled) == (is_proven, is_settled)


def test_a_plan_is_kept_where_time_runs_out_before_a_better_one(monkeypatch):
    from passeurs.sharing import proposing
    from passeurs.sharing.solver import Solution, solve

    calls = iter(range(9))

    def late(*arguments, **given):
        return solve(*arguments, **given) if next(calls) == 0 else Solution(None, is_proven=False)

    monkeypatch.setattr(proposing, "solve", late)
    found = share([request("a")], [envelope(900)], spread=Spread.PARTLY)
    assert found.plan.by_dossier()
    assert not found.is_proven


def test_a_thousand_euros_more_tells_who_comes_in_who_grows_and_who_leaves():
    asked = [request("a", 1000), request("b", 1500, "0.9"), request("c", 1200, "0.1")]
    envelopes = [envelope(2000), replace(envelope(900), key="other", funder="region")]
    options = Options()
    found = share_out(asked, envelopes, options)
    assert found.plan.by_dossier() == {"b": 1500, "a": 500}
    drac, other = with_more(found, asked, envelopes, options)
    assert (drac.envelope, drac.more, drac.is_settled) == ("drac", 1000, True)
    assert drac.changes == {"a": (500, 1000), "c": (0, 500)}
    assert (other.envelope, other.changes) == ("other", {})
    unsettled = with_more(replace(found, is_settled=False), asked, envelopes, options)
    assert [one.is_settled for one in unsettled] == [False, False]


def test_more_is_told_only_of_a_plan_and_only_where_one_is_found_in_time(monkeypatch):
    from passeurs.sharing import proposing
    from passeurs.sharing.proposing import NO_TIME

    asked, envelopes = [request("a")], [envelope(600)]
    found = share(asked, envelopes)
    assert with_more(NO_TIME, asked, envelopes, Options()) == []
    monkeypatch.setattr(proposing, "share_out", lambda *args, **given: NO_TIME)
    (one,) = with_more(found, asked, envelopes, Options())
    assert (one.changes, one.is_settled) == (None, False)


def test_two_envelopes_of_one_funder_give_no_more_than_was_asked():
    second = Envelope("more", "drac", Decimal(900), step=Decimal(100))
    found = share([request("a", holder="h")], [envelope(600), second])
    assert found.plan.by_dossier() == {"a": 1000}


def test_an_envelope_that_a_dossier_asks_nothing_of_gives_it_nothing():
    other = replace(envelope(600), key="region", funder="region")
    found = share([request("a")], [envelope(600), other])
    assert found.plan.amounts == {("a", "drac"): 600}
    assert [(one.why, one.envelope) for one in found.binding.reasons] == [
        (Why.ENVELOPE, "drac"),
        (Why.NOT_ASKED, "region"),
    ]


def test_a_holder_has_no_more_than_its_ceiling_over_all_its_dossiers():
    asked = [request("a", holder="h"), request("b", 800, holder="h"), request("c", score="0.1")]
    found = share(asked, [envelope(3000, holder_ceiling=Decimal(1200))])
    assert found.plan.by_dossier() == {"a": 1000, "b": 200, "c": 1000}


def test_a_dossier_that_nothing_may_serve_is_no_obstacle_to_full_service():
    asked = [request("a"), request("b", 0), request("c", minimum=Decimal(2000))]
    found = share(asked, [envelope(600)], spread=Spread.FULLY, forced_out=frozenset("z"))
    assert found.plan.by_dossier() == {"a": 600}


def test_a_dossier_outside_the_territory_is_not_proposed():
    asked = [request("a", department="46")]
    found = share(asked, [envelope(600, departments=frozenset({"31"}))])
    assert found.plan.by_dossier() == {}
    assert share(asked, [], minima=(Minimum("46", count=1),)).plan is None


def test_a_plan_that_breaks_a_rule_to_the_cent_is_refused(monkeypatch):
    from passeurs.sharing import proposing
    from passeurs.sharing.checking import Breach

    breach = Breach(Code.ENVELOPE, Decimal(1), Decimal(0))
    monkeypatch.setattr(proposing, "check", lambda *args: [breach])
    with pytest.raises(UnsoundError):
        share([request("a")], [envelope(1000)])


def test_a_solver_out_of_time_holds_nothing():
    from passeurs.sharing.model import programme
    from passeurs.sharing.solver import solve

    asked = [request(str(place), score=f"0.{place + 10}") for place in range(30)]
    made = programme(asked, [envelope(12300, floor=Decimal(700))], Options())
    found = solve(made.model, {0: 1}, seconds=0)
    assert not found.is_proven
    assert not found.is_impossible
