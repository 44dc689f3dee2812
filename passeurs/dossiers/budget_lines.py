"""The lines of a budget by their keys: which are entered once, which one per funder."""

from collections.abc import Iterator, Mapping
from typing import Any

from passeurs.budgets import chart

from .enums import BudgetScope

REQUEST = "project-drac"
COFUNDERS = [line for line in chart.LINES.values() if line.is_cofunder]


def single_lines(scope: str) -> Iterator[chart.ChartLine]:
    """The lines entered once: in the project's table, co-funders have rows of their own."""
    for side in chart.Side:
        for group in chart.groups(side, scope=scope):
            for line in group.lines:
                if scope == BudgetScope.STRUCTURE or not line.is_cofunder:
                    yield line


def name_of(scope: str, line: chart.ChartLine) -> str:
    """The control of a line, and its field in the history."""
    return f"{scope}-{line.code}"


def line_key(scope: str, line: chart.ChartLine) -> dict[str, str]:
    return {
        "scope": str(scope),
        "side": str(line.side),
        "code": line.code,
        "funder_kind": str(line.funder_kind),
    }


def drac_key() -> dict[str, str]:
    return {
        "scope": "project",
        "side": "product",
        "code": "74etat",
        "funder_kind": str(chart.FunderKind.DRAC),
    }


def keys() -> dict[str, dict[str, str]]:
    """Every control of both tables, with the key of its line."""
    found = {REQUEST: drac_key()}
    for scope in BudgetScope.values:
        found |= {name_of(scope, line): line_key(scope, line) for line in single_lines(scope)}
    return found


def sorted_key(key: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """A key that can be looked up."""
    return tuple(sorted(key.items()))


def key_of(line: Any) -> tuple[tuple[str, str], ...]:
    parts = ("scope", "side", "code", "funder_kind")
    return sorted_key({name: getattr(line, name) for name in parts})


def funder_kind_of(code: str) -> str:
    """The kind of funder a line of account 74 stands for; the State's, DRAC aside, is « state »."""
    return str(chart.LINES[code].funder_kind or chart.FunderKind.STATE)
