"""Several at the sitting at once, each on a connection of its own, on both engines."""
# ruff: noqa: F811 - fixtures are asked for by their names

from collections import Counter
from decimal import Decimal

import pytest

from passeurs.committee.actions import holding, scenarios, voting
from passeurs.committee.actions.amounts import save_amounts
from passeurs.committee.actions.deciding import OVERTAKEN, decide
from passeurs.committee.actions.envelopes import change_envelope
from passeurs.committee.actions.seats import take_seat
from passeurs.committee.models import Ballot, Decision, DecisionVersion, Grant, PortionChange, Voice
from passeurs.committee.queries.session import present_seats
from passeurs.core.refusals import Refused
from tests.committee.test_scenarios import FACTS, amount
from tests.committee.test_session import (  # noqa: F401 - fixtures
    DECLINED,
    Choice,
    envelope,
    grant,
    live,
    one,
    shown,
    two,
    voting_on,
)
from tests.dossiers.test_concurrency import at_once
from tests.factories import organisations

pytestmark = pytest.mark.django_db(transaction=True)


def told(answers):
    """How many were refused, by the reason; « done » for the others."""
    reasons = [one.reasons[0] if isinstance(one, Refused) else "done" for one in answers]
    return Counter(reasons)


@pytest.fixture
def colleague(region):
    return organisations.team_member("coordination", region, first_name="Malik")


def test_of_two_agents_who_decide_at_once_one_is_heard_and_the_other_told(
    shown, envelope, agent, colleague, at
):
    answers = at_once(
        lambda: decide(shown, grant(envelope, 3000), version=0, by=agent, at=at),
        lambda: decide(
            shown, Choice(DECLINED, reason="Hors thème"), version=0, by=colleague, at=at
        ),
    )
    assert told(answers) == {"done": 1, OVERTAKEN: 1}
    kept = Decision.objects.get()
    assert (kept.version, DecisionVersion.objects.count()) == (1, 1)
    assert Grant.objects.count() == (kept.verdict == "granted")


def test_two_decisions_never_take_the_last_euros_of_an_envelope_twice(
    shown, two, envelope, agent, colleague, at
):
    """Six thousand euros, four thousand asked by each: the second is told what is left."""
    decide(shown, grant(envelope, 4000), version=0, by=agent, at=at)
    holding.show(two, by=agent, at=at)
    answers = at_once(
        *(lambda by=by: decide(two, grant(envelope, 4000), version=0, by=by, at=at)
          for by in (agent, colleague))
    )  # fmt: skip
    assert all(isinstance(one, Refused) for one in answers)
    assert all("2\u202f000" in " ".join(one.reasons) for one in answers)
    assert sum(Grant.objects.values_list("amount", flat=True)) == 4000


def test_an_envelope_reduced_while_one_decides_is_never_over_given(
    shown, envelope, agent, colleague, at
):
    """Whoever comes second is refused: the amount, or the reduction."""
    answers = at_once(
        lambda: decide(shown, grant(envelope, 4000), version=0, by=agent, at=at),
        lambda: change_envelope(envelope, FACTS | {"total": Decimal(3000)}, by=colleague, at=at),
    )
    assert sum(isinstance(one, Refused) for one in answers) == 1
    envelope.refresh_from_db()
    given = sum(Grant.objects.values_list("amount", flat=True))
    assert (given, envelope.total) in {(4000, 6000), (0, 3000)}


def test_a_voice_that_comes_as_the_vote_closes_is_counted_or_refused_never_half(
    voting_on, shown, agent, drac, expert, at
):
    voting_on()
    voting.cast(shown, "for", by=expert, at=at)
    answers = at_once(
        lambda: voting.close_ballot(shown, by=agent, at=at),
        lambda: voting.cast(shown, "against", by=drac, at=at),
    )
    ballot = Ballot.objects.get()
    was_late = told(answers)[voting.NO_BALLOT]
    assert ballot.closed_at
    assert ballot.in_favour + ballot.against == Voice.objects.count() == 2 - was_late
    assert ballot.outcome == ("adopted" if was_late else "tied")


def test_a_voice_given_twice_at_once_counts_once(voting_on, shown, drac, at):
    voting_on()
    deed = lambda: voting.cast(shown, "for", by=drac, at=at)  # noqa: E731
    assert told(at_once(deed, deed, deed)) == {"done": 1, voting.VOTED: 2}
    assert Ballot.objects.get().in_favour == Voice.objects.count() == 1


def test_a_member_who_has_come_is_not_taken_off_the_sitting_in_the_middle_of_a_vote(
    voting_on, shown, live, agent, expert, at
):
    """Their voice and their line stay; what the agent may do is said."""
    voting_on()
    seat = live.seats.select_related("sitting", "user").get(user=expert)
    answers = at_once(
        lambda: take_seat(seat, by=agent, at=at),
        lambda: voting.cast(shown, "for", by=expert, at=at),
    )
    (refusal,) = [one for one in answers if isinstance(one, Refused)]
    assert "son siège reste au procès-verbal" in refusal.reasons[0]
    assert Ballot.objects.get().in_favour == 1
    assert seat.pk in present_seats(live)


def test_a_member_who_leaves_while_they_vote_has_voted_or_has_no_voice(
    voting_on, shown, live, agent, expert, at
):
    voting_on()
    seat = live.seats.select_related("sitting", "user").get(user=expert)
    answers = at_once(
        lambda: holding.mark(seat, is_here=False, by=agent, at=at),
        lambda: voting.cast(shown, "for", by=expert, at=at),
    )
    assert set(told(answers)) <= {"done", voting.NO_VOICE}
    assert Ballot.objects.get().in_favour == Voice.objects.count() == told(answers)["done"] - 1


def test_two_amounts_typed_at_once_in_one_scenario_are_both_kept(
    live, one, envelope, agent, colleague, at
):
    """One stands, the other is shown beside it with who wrote what."""
    made = scenarios.make_scenario(live, "À deux", by=agent, at=at)
    dossier = one.dossier
    answers = at_once(
        lambda: save_amounts(
            made, [amount(made, dossier, envelope, Decimal(100))], version=0, by=agent, at=at
        ),
        lambda: save_amounts(
            made, [amount(made, dossier, envelope, Decimal(200))], version=0, by=colleague, at=at
        ),
    )
    assert sorted(len(one.conflicts) for one in answers) == [0, 1]
    assert set(PortionChange.objects.values_list("after", flat=True)) == {"100.00", "200.00"}
    assert PortionChange.objects.filter(is_kept=True).count() == 1


def test_two_agents_who_show_two_dossiers_leave_one_on_every_screen(
    live, shown, two, agent, colleague, at
):
    answers = at_once(
        lambda: holding.show(two, by=agent, at=at), lambda: holding.show(shown, by=colleague, at=at)
    )
    assert told(answers) == {"done": 2}
    live.session.refresh_from_db()
    assert live.session.passage_id in {shown.pk, two.pk}
