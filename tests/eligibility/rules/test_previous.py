from datetime import UTC, datetime

import pytest

from tests.eligibility.editions import verdict

RULE = "previous.report"
REPORT = {"documents": [{"kind": "previous_report"}]}
OTHER = {"documents": [{"kind": "free"}]}
NONE = {"documents": []}
LAST_SECOND = datetime(2023, 11, 30, 22, 59, 59, tzinfo=UTC)
NEXT_SECOND = datetime(2023, 11, 30, 23, 0, 0, tzinfo=UTC)


def past(*, took_part=True, unfinished=False, promised_on=None):
    return {
        "previous": {
            "took_part": took_part,
            "unfinished": unfinished,
            "report_promised_on": promised_on,
        },
        "holder.took_part_last_year": None,
    }


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (past(took_part=False), "not_applicable"),
        (past(took_part=None), "unknown"),
        ({**past(), **REPORT}, "met"),
        ({**past(), **OTHER}, "not_met"),
        ({**past(), **NONE}, "unknown"),
        ({**past(unfinished=None), **OTHER}, "unknown"),
        ({**past(unfinished=True), **REPORT}, "met"),
        ({**past(unfinished=True), **OTHER}, "unknown"),
        ({**past(unfinished=True, promised_on="2023-11-30"), **OTHER}, "met"),
        ({**past(unfinished=True, promised_on="2023-12-01"), **OTHER}, "not_met"),
    ],
)
def test_those_who_took_part_join_their_report_or_promise_it(changes, state):
    assert verdict(RULE, changes=changes).state == state


@pytest.mark.parametrize(("at", "state"), [(LAST_SECOND, "met"), (NEXT_SECOND, "not_met")])
def test_a_promise_holds_until_the_second_sending_and_not_after(at, state):
    promised = {**past(unfinished=True, promised_on="2023-11-25"), **OTHER}
    assert verdict(RULE, changes=promised, at=at).state == state
    filed = {**promised, "context.submitted_at": "2023-10-20T10:00:00+02:00"}
    assert verdict(RULE, changes=filed, at=at).state == state


@pytest.mark.parametrize(
    ("promised_on", "state"),
    [
        ("2023-11-25", "not_applicable"),
        ("2023-12-25", "not_met"),
        (None, "not_met"),
    ],
)
def test_the_promise_covers_the_films_too(promised_on, state):
    changes = {**past(unfinished=True, promised_on=promised_on), **OTHER}
    assert verdict("documents.complete", changes=changes).state == state


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({**past(unfinished=True, promised_on="2023-11-25"), **OTHER}, "not_met"),
        ({**past(), **REPORT}, "met"),
        ({**past(), **OTHER}, "not_met"),
        (past(took_part=False), "not_applicable"),
    ],
)
def test_an_edition_without_a_second_sending_takes_no_promise(changes, state):
    assert verdict(RULE, name="deux", changes=changes).state == state


def test_the_answer_may_be_told_with_the_structure():
    changes = {"previous": {}, "holder.took_part_last_year": True, **OTHER}
    assert verdict(RULE, changes=changes).state == "unknown"
