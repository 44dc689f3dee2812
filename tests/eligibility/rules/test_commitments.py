import pytest

from tests.eligibility.editions import SHIPPED, verdict

RULE = "commitments.accepted"


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(("missing", "state"), [(0, "met"), (1, "not_met"), (2, "not_met")])
def test_every_commitment_is_taken(name, missing, state):
    codes = [row["code"] for row in SHIPPED[name]["commitments"]]
    changes = {"commitments.accepted": codes[missing:]}
    assert verdict(RULE, name=name, changes=changes).state == state


def test_nothing_ticked_is_a_section_untouched():
    assert verdict(RULE, changes={"commitments": {}}).state == "unknown"


def test_an_edition_may_ask_none():
    assert verdict(RULE, of_edition={"commitments": []}).state == "not_applicable"
