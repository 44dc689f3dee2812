import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passeurs.calls.enums import RuleCode
from passeurs.eligibility.engine import evaluate, fileable, tally
from passeurs.eligibility.registry import RULES
from passeurs.eligibility.verdicts import State, digest_of, not_met, unknown
from tests.eligibility.editions import AT, EXAMPLES, SHIPPED, dossier, edition, read, verdict

EDITIONS = ["occitanie", "deux"]

ASKED = len(SHIPPED["occitanie"]["rules"])  # an edition that asks no question of its own


@pytest.mark.parametrize("name", EDITIONS)
def test_the_fitting_dossier_may_be_filed(name):
    verdicts = evaluate(dossier(name), edition(name), at=AT)
    assert {one.state for one in verdicts} <= {State.MET, State.NOT_APPLICABLE}
    assert fileable(verdicts)


@pytest.mark.parametrize("name", EDITIONS)
def test_there_is_one_verdict_for_each_active_rule_in_the_edition_s_order(name):
    codes = [one.rule for one in evaluate({}, edition(name), at=AT)]
    assert codes == [row["code"] for row in SHIPPED[name]["rules"]]


def test_the_engine_knows_every_rule_an_edition_may_switch_on():
    assert set(RULES) == set(RuleCode.values)
    assert {code: rule.title for code, rule in RULES.items()} == dict(RuleCode.choices)


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("document", [{}, {"holder": None, "actions": [None], "partners": 3}])
def test_an_empty_dossier_is_to_complete_and_nothing_else(name, document):
    before = datetime(2023, 9, 15, tzinfo=UTC)
    verdicts = evaluate(document, edition(name), at=before)
    states = {one.rule: one.state for one in verdicts if one.rule != "submission.before_deadline"}
    assert set(states.values()) <= {State.UNKNOWN, State.NOT_APPLICABLE}
    assert not fileable(verdicts)


def test_a_rule_switched_off_gives_no_verdict():
    off = {"rules.14.active": False}
    assert SHIPPED["occitanie"]["rules"][14]["code"] == "budget.ceiling"
    codes = {one.rule for one in evaluate(dossier(), edition(changes=off), at=AT)}
    assert "budget.ceiling" not in codes
    assert len(codes) == ASKED - 1


def test_a_rule_the_engine_does_not_know_is_left_alone():
    unheard = {"rules": [{"code": "luck.good", "clause": "contact"}]}
    assert evaluate(dossier(), edition(changes=unheard), at=AT) == []


def test_a_verdict_carries_its_clause():
    clause = verdict("budget.share").clause
    assert (clause["code"], clause["number"]) == ("money", "3.7")
    assert clause["wording"]
    assert clause["place"]


def test_a_rule_without_a_clause_still_answers():
    found = verdict("budget.share", of_edition={"clauses": []})
    assert found.clause == {"code": "", "number": "", "title": "", "wording": "", "place": ""}


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        evaluate({}, edition(), at=datetime(2023, 10, 20))


def test_an_advisory_rule_never_keeps_from_filing():
    advisory = {f"rules.{rank}.blocking": False for rank in range(ASKED)}
    verdicts = evaluate({}, edition(changes=advisory), at=AT)
    assert not any(one.blocking for one in verdicts)
    assert fileable(verdicts)


def test_to_confirm_never_keeps_from_filing():
    changes = {"holder.siret_state": "unverified"}
    verdicts = evaluate(dossier(changes=changes), edition(), at=AT)
    assert tally(verdicts)["to_confirm"] == 1
    assert fileable(verdicts)


def test_the_tally_names_every_state():
    assert tally([]) == dict.fromkeys(map(str, State), 0)
    assert sum(tally(evaluate({}, edition(), at=AT)).values()) == ASKED


def ruling(state, *, rule="contact.before_deadline", reason="Appel du 4 octobre.", by="La Trame"):
    return {"rule": rule, "state": state, "reason": reason, "by": by}


NO_CONTACT = {"context.contacts": []}
UNVERIFIED = {"holder.siret_state": "unverified"}
HOLDER = "holder.eligible_status"


@pytest.mark.parametrize(
    ("rule", "changes", "decision", "state"),
    [
        ("contact.before_deadline", NO_CONTACT, "waived", "waived"),
        ("contact.before_deadline", NO_CONTACT, "confirmed", "not_met"),
        ("contact.before_deadline", NO_CONTACT, "refused", "not_met"),
        ("contact.before_deadline", {}, "waived", "met"),
        (HOLDER, UNVERIFIED, "waived", "waived"),
        (HOLDER, UNVERIFIED, "confirmed", "met"),
        (HOLDER, UNVERIFIED, "refused", "not_met"),
        (HOLDER, UNVERIFIED, "dreamt", "to_confirm"),
        (HOLDER, {}, "refused", "met"),
        (HOLDER, {"holder.siret": ""}, "waived", "waived"),
        (HOLDER, {"holder.siret": ""}, "confirmed", "unknown"),
        ("budget.floor", {}, "waived", "not_applicable"),
    ],
)
def test_a_decision_counts_where_it_has_an_object(rule, changes, decision, state):
    decided = {**changes, "context.waivers": [ruling(decision, rule=rule)]}
    assert verdict(rule, changes=decided).state == state


def test_the_last_decision_counts():
    decisions = [ruling("refused", rule=HOLDER), ruling("confirmed", rule=HOLDER)]
    changes = {**UNVERIFIED, "context.waivers": decisions}
    assert verdict(HOLDER, changes=changes).state == "met"


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (ruling("waived"), "Dérogation accordée par La Trame : Appel du 4 octobre."),
        (ruling("waived", reason=""), "Dérogation accordée par La Trame."),
        (ruling("waived", reason="", by=""), "Dérogation accordée par la coordination."),
    ],
)
def test_a_decision_tells_who_and_why(decision, told):
    changes = {**NO_CONTACT, "context.waivers": [decision]}
    found = verdict("contact.before_deadline", changes=changes)
    assert found.reason.replace("\u00a0", " ") == told
    assert found.values["before_decision"] == "not_met"
    assert not found.is_blocking_now


UNDER_OTHER_FACTS = {
    "waived": "La dérogation accordée par La Trame est à revoir",
    "confirmed": "La confirmation de La Trame est à revoir",
    "refused": "Le refus de La Trame est à revoir",
}


@pytest.mark.parametrize("decision", UNDER_OTHER_FACTS)
def test_a_decision_on_other_facts_is_to_be_given_again(decision):
    bare = verdict(HOLDER, changes=UNVERIFIED)
    given = ruling(decision, rule=HOLDER) | {"digest": digest_of(bare)}
    changes = {**UNVERIFIED, "context.waivers": [given]}
    assert verdict(HOLDER, changes=changes).state != "to_confirm"
    moved = {**changes, "holder.legal_status": "commune"}
    found = verdict(HOLDER, changes=moved)
    assert found.state == "to_confirm"
    assert UNDER_OTHER_FACTS[decision] in found.reason.replace("\u00a0", " ")
    assert found.values["lapsed"] == decision
    assert digest_of(found) == digest_of(verdict(HOLDER, changes=moved | {"context.waivers": []}))


def test_a_lapsed_decision_says_nothing_of_a_rule_that_is_met():
    given = ruling("confirmed", rule=HOLDER) | {"digest": "0" * 64}
    assert "lapsed" not in verdict(HOLDER, changes={"context.waivers": [given]}).values


def test_a_decision_outlives_the_instant_and_a_rule_without_values_is_known_by_its_state():
    deadline = {"deadline": "2023-10-31"}
    early, late = (unknown("Rien.", at=hour, **deadline) for hour in ("20:00", "21:00"))
    assert digest_of(early) == digest_of(late)
    assert digest_of(unknown("Rien.")) != digest_of(not_met("Rien."))
    assert digest_of(unknown("Rien.")) == digest_of(unknown("Rien encore."))


def every_example():
    for path in sorted(EXAMPLES.glob("*.json")):
        for name in EDITIONS:
            yield from evaluate(read(path), edition(name), at=AT)


def test_every_verdict_is_ready_for_json():
    for one in every_example():
        assert json.loads(json.dumps(one.as_dict()))["state"] == one.state


def test_every_sentence_is_french_typography():
    for one in every_example():
        for text in filter(None, (one.reason, one.hint)):
            assert text[0].isupper() or text[0].isdigit() or text[0] == "«", text
            assert text.endswith((".", "…")), text
            assert not any(bad in text for bad in ("'", " :", " ;", " ?", " %", " €", "« ", "  "))


def leaves(value, path=()):
    """Every value of a document that could be missing, with its path; lists stay whole."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for rank, item in enumerate(value):
            yield from leaves(item, (*path, rank))


def without(document, path):
    copy = json.loads(json.dumps(document))
    holder = copy
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return copy


# What stands beside the dossier is the coordination's record, and a record without a contact, the
# date past, is an answer.
BESIDE = "context"


@pytest.mark.parametrize("name", EDITIONS)
def test_a_missing_fact_never_turns_into_no(name):
    document = dossier(name)
    for path in leaves(document):
        if path[0] == BESIDE:
            continue
        for one in evaluate(without(document, path), edition(name), at=AT):
            assert one.state != State.NOT_MET, (path, one.rule, one.reason)


def test_a_missing_fact_never_turns_no_into_yes():
    document = read(EXAMPLES / "ineligible.json")
    refused = {v.rule for v in evaluate(document, edition(), at=AT) if v.state == State.NOT_MET}
    optional = {"budget.ceiling"}
    for path in leaves(document):
        for one in evaluate(without(document, path), edition(), at=AT):
            if one.rule in refused - optional:
                assert one.state != State.MET, (path, one.rule, one.reason)


WEIRD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                sorted({key for path in leaves(dossier()) for key in path if isinstance(key, str)})
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(WEIRD)
def test_whatever_the_document_every_rule_answers(document):
    found = evaluate(
        document if isinstance(document, dict) else {"actions": document}, edition(), at=AT
    )
    assert len(found) == ASKED
    assert all(one.reason for one in found)
