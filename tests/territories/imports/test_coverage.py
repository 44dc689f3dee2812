import pytest

from passeurs.territories.imports.coverage import FRANCE, coverage

LOT = ["46042", "46102"]
NATIONAL = [f"{department}001"[:5] for department in sorted(FRANCE)[:95]]


@pytest.mark.parametrize(
    ("insees", "declared", "refused", "expected"),
    [
        (LOT, (), set(), ("departments", ["46"])),
        (LOT, ("46", "48"), set(), ("departments", ["46", "48"])),
        ([*LOT, "48095"], (), {"46"}, ("departments", ["48"])),
        (LOT, (), {""}, ("communes", [])),
        (NATIONAL, (), set(), ("france", [])),
        (NATIONAL, (), {"46"}, ("departments", sorted(FRANCE - {"46"}))),
    ],
)
def test_a_refused_line_takes_its_department_out_of_what_is_covered(
    insees, declared, refused, expected
):
    assert coverage(insees, declared=declared, refused=refused) == expected
