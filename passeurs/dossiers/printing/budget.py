"""The two budgets on paper: charges, then produits, each with its total."""

from typing import Any

from passeurs.budgets.chart import LINES

from ..enums import BudgetScope, BudgetSide, FundingStatus
from .parts import total
from .words import Document, day, label, money

TITLES = {
    "charge": "Total des charges",
    "product": "Total des produits",
    "voluntary_charge": "Total des emplois",
    "voluntary_product": "Total des contributions",
}


def budgets_data(budget: Document) -> list[dict[str, Any]]:
    return [
        {
            "title": label(BudgetScope, scope),
            "sides": _sides(budget.get(scope) or []),
            "rows": _rows(budget) if scope == BudgetScope.PROJECT else [],
        }
        for scope in BudgetScope.values
    ]


def _sides(lines: list[Document]) -> list[dict[str, Any]]:
    found = ((side, [row for row in lines if row["side"] == side]) for side in BudgetSide.values)
    return [
        {
            "title": label(BudgetSide, side),
            "lines": [_line(row) for row in rows],
            "total_label": TITLES[side],
            "total": money(total(rows, side)),
        }
        for side, rows in found
        if rows
    ]


def _line(row: Document) -> list[str]:
    """The account's figures alone (« 74 » for « 74region »), its name in the chart, the funder."""
    code = row.get("code") or ""
    name = row.get("label") or (LINES[code].label if code in LINES else "")
    words = " – ".join(part for part in (name, row.get("funder")) if part)
    return ["".join(filter(str.isdigit, code)), words, _status(row), money(row.get("amount"))]


def _status(row: Document) -> str:
    status = label(FundingStatus, row.get("status"))
    decided = day(row.get("decided_on"))
    return f"{status} le {decided}" if status and decided else status


def _rows(budget: Document) -> list[list[str]]:
    return [["Subvention demandée", money(budget.get("requested"))]]
