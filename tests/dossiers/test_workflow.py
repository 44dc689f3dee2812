"""The transition table walked at random: no illegal state, every move journaled, no half write."""

import itertools
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.admission import admit, refuse_admission, reopen_admission
from passeurs.dossiers.actions.awarding import renounce_award, tell_award
from passeurs.dossiers.actions.filing import (
    abandon_dossier,
    resume_dossier,
    submit_dossier,
    withdraw_dossier,
)
from passeurs.dossiers.enums import DESK_LABELS, AwardOutcome, State
from passeurs.dossiers.models import Award, Dossier, Snapshot
from passeurs.dossiers.queries.filing import latest_snapshot
from passeurs.dossiers.workflow import CHECKED, TRANSITIONS, move, stamp
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import awards

pytestmark = pytest.mark.django_db

# The life of a dossier written a second time, on purpose: the table must say the same.
EXPECTED = {
    ("draft", "submit"): "submitted",
    ("draft", "abandon"): "abandoned",
    ("submitted", "withdraw"): "withdrawn",
    ("withdrawn", "submit"): "submitted",
    ("withdrawn", "abandon"): "abandoned",
    ("abandoned", "resume"): "draft",
    ("submitted", "admit"): "admissible",
    ("submitted", "refuse_admission"): "inadmissible",
    ("admissible", "withdraw"): "withdrawn",
    ("admissible", "grant"): "granted",
    ("admissible", "decline"): "declined",
    ("admissible", "put_on_waiting"): "waiting",
    ("waiting", "grant"): "granted",
    ("waiting", "decline"): "declined",
    ("waiting", "renounce"): "renounced",
    ("granted", "renounce"): "renounced",
    ("admissible", "reopen_admission"): "submitted",
    ("inadmissible", "reopen_admission"): "submitted",
}
VERBS = sorted({verb for _, verb in EXPECTED})
FOR_GOOD = {"declined", "renounced"}


def publish(outcome):
    """The verb that tells that outcome, each letter with a number of its own."""
    return lambda dossier, *, by, at: tell_award(dossier, awards.told(outcome), by=by, at=at)


ACTIONS = {
    "grant": publish("granted"),
    "decline": publish("declined"),
    "put_on_waiting": publish("waiting"),
    "renounce": partial(renounce_award, reason="Notre médiatrice s’en va."),
    "submit": submit_dossier,
    "withdraw": withdraw_dossier,
    "abandon": abandon_dossier,
    "resume": resume_dossier,
    "admit": admit,
    "refuse_admission": partial(refuse_admission, reasons=["Hors délai."], appeal="Deux mois."),
    "reopen_admission": partial(reopen_admission, reason="Une pièce est arrivée."),
}
LIVES = [
    ["submit", "admit", "put_on_waiting", "grant", "renounce", "grant"],
    ["submit", "admit", "put_on_waiting", "renounce", "decline"],
    ["submit", "admit", "decline", "renounce", "withdraw"],
]
"""Walks that chance seldom takes to their end."""
WALK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def anew(dossier):
    return Dossier.objects.select_related("edition__coordination").get(pk=dossier.pk)


def counts():
    return Counter(
        entries=Entry.objects.count(),
        snapshots=Snapshot.objects.count(),
        letters=OutboxMessage.objects.count(),
        awards=Award.objects.count(),
    )


def test_the_table_says_what_the_life_of_a_dossier_is():
    table = {
        (str(source), verb): str(line.target)
        for verb, line in TRANSITIONS.items()
        for source in line.sources
    }
    assert table == EXPECTED


def test_every_state_is_reached_and_named_twice_and_left_but_for_two():
    assert set(EXPECTED.values()) == set(State.values)
    assert {source for source, _ in EXPECTED} == set(State.values) - FOR_GOOD
    assert set(DESK_LABELS) == set(State)


@WALK
@given(verbs=st.lists(st.sampled_from(VERBS), max_size=8) | st.sampled_from(LIVES))
def test_whatever_the_clicks_no_state_is_reached_but_by_the_table(ready, at, verbs):
    """Each verb in turn: legal ones move and are journaled, the others write nothing."""
    with transaction.atomic():
        state, when = "draft", at
        for verb in verbs:
            when += timedelta(minutes=1)
            state = _try(ready, verb, state, when)
        _check_the_story(ready, at)
        transaction.set_rollback(True)


def _try(ready, verb, state, when):
    before, target = counts(), EXPECTED.get((state, verb))
    try:
        ACTIONS[verb](anew(ready), by=ready.holder, at=when)
    except Refused:
        assert target is None, f"{verb} should leave {state}"
        assert counts() == before
        assert anew(ready).state == state
        return state
    assert target, f"{verb} should not leave {state}"
    assert anew(ready).state == target
    assert counts()["entries"] == before["entries"] + 1
    entry = Entry.objects.about(ready).latest("id")
    assert (entry.verb, entry.actor, entry.at) == (f"dossier.{verb}", ready.holder, when)
    assert (entry.data, entry.scope) == ({"from": state, "to": target}, "la-trame")
    return target


def _check_the_story(ready, at):
    """The journal alone tells the state; the instant of filing stands only while it is filed."""
    told = [entry.data for entry in Entry.objects.about(ready).filter(verb__in=_journaled())]
    for one, other in itertools.pairwise(told):
        assert one["to"] == other["from"]
    found = anew(ready)
    assert found.state == (told[-1]["to"] if told else "draft")
    assert (found.submitted_at is not None) == found.is_filed
    standing = ready.snapshots.filter(withdrawn_at=None).count()
    assert standing == (1 if found.is_filed else 0)
    decided = [one.outcome for one in ready.admissions.filter(taken_back_at=None)]
    assert decided == _admission_of(found.state)
    published = [one.outcome for one in ready.awards.order_by("version")]
    assert published == [one["to"] for one in told if one["to"] in AwardOutcome.values]
    numbers = list(ready.snapshots.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def _admission_of(state):
    """What was said on admissibility stands behind every decision of the committee."""
    if state in {"submitted", "draft", "withdrawn", "abandoned"}:
        return []
    return [state if state in CHECKED else "admissible"]


def _journaled():
    return [f"dossier.{verb}" for verb in VERBS]


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_the_state_does_not_know_is_refused_in_words(draft, at, state, verb):
    Dossier.objects.filter(pk=draft.pk).update(state=state)
    if (state, verb) in EXPECTED:
        move(draft, verb, by=draft.holder, at=at)
        assert anew(draft).state == draft.state == EXPECTED[state, verb]
        return
    with pytest.raises(Refused) as refusal:
        move(draft, verb, by=draft.holder, at=at)
    assert "Rechargez la page" in refusal.value.reasons[0]
    assert (anew(draft).state, Entry.objects.about(draft).count()) == (state, 0)


def test_the_reason_given_for_taking_a_dossier_back_is_kept(ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    withdraw_dossier(ready, by=ready.holder, at=at, reason="Budget à revoir")
    assert Entry.objects.get(verb="dossier.withdraw").reason == "Budget à revoir"


def test_a_dossier_filed_then_abandoned_and_taken_up_again_keeps_its_receipt_at_hand(ready, at):
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    for verb in ("withdraw", "abandon", "resume"):
        ACTIONS[verb](anew(ready), by=ready.holder, at=at)
    assert latest_snapshot(anew(ready)) == snapshot
    assert submit_dossier(anew(ready), by=ready.holder, at=at).receipt_number.endswith("-R2")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ABANDONED])
def test_nothing_is_stamped_on_a_dossier_that_is_no_longer_open(draft, at, state):
    Dossier.objects.filter(pk=draft.pk).update(state=state)
    with pytest.raises(Refused):
        stamp(draft, at=at + timedelta(days=1))
    assert anew(draft).updated_at == draft.updated_at
