"""The rules an edition may switch on are those the engine knows."""

from passeurs.calls.enums import RuleCode
from passeurs.eligibility.engine import RULES


def test_every_rule_of_the_engine_can_be_switched_on_and_no_other():
    assert set(RULES) == set(RuleCode.values)
