import pytest

from passeurs.budgets.chart import (
    FUNDER_LABELS,
    GROUPS,
    LINES,
    FunderKind,
    Side,
    group_of,
    groups,
)
from passeurs.eligibility.money import FUNDER_OF_LINE


def test_every_code_is_used_once():
    codes = [line.code for one in GROUPS for line in one.lines]
    assert len(codes) == len(set(codes)) == len(LINES)


def test_every_line_stands_on_the_side_of_its_account():
    assert all(line.side == one.side for one in GROUPS for line in one.lines)
    assert all(line.group == one.code for one in GROUPS for line in one.lines)


@pytest.mark.parametrize(
    ("side", "codes"),
    [
        ("charge", "60 61 62 63 64 65 66 67 68 69 indirect"),
        ("product", "70 73 74 75 76 77 78 79 own"),
        ("voluntary_charge", "86"),
        ("voluntary_product", "87"),
    ],
)
def test_the_accounts_are_those_of_the_form(side, codes):
    assert [one.code for one in groups(side)] == codes.split()


def test_the_structure_s_table_has_no_indirect_costs_and_no_own_funds():
    held = {one.code for side in Side for one in groups(side, scope="structure")}
    assert not held & {"indirect", "own"}
    assert held | {"indirect", "own"} == {one.code for one in GROUPS}


def test_the_lines_of_a_funder_say_so():
    grants = [line for line in LINES.values() if line.is_cofunder]
    assert {line.group for line in grants} == {"74", "75"}
    assert all(line.is_repeatable for line in grants)
    assert [line.code for line in grants if not line.funder_kind] == ["74etat"]


def test_the_rules_read_the_chart_as_it_is():
    named = {code: line.funder_kind for code, line in LINES.items() if line.funder_kind}
    assert named == FUNDER_OF_LINE


def test_every_kind_of_funder_has_a_label():
    assert set(FUNDER_LABELS) == set(FunderKind)


@pytest.mark.parametrize(("code", "account"), [("601", "60"), ("65", "65"), ("74com", "74")])
def test_a_line_knows_its_account(code, account):
    assert group_of(code).code == account


def test_a_code_out_of_the_chart_has_no_account():
    assert group_of("999") is None
