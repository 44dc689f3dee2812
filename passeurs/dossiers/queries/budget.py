"""The figures beside the budget: totals, balance, the most one may ask, who pays for what."""

from decimal import Decimal

from passeurs.budgets import calculation, chart, summary

from ..enums import BudgetScope
from .content import content_of
from .context import other_requests
from .document import budget_of

DRAC_SERIES, SERIES = 0, 5


def figures_of(dossier):
    """All that the budget's screen shows besides its lines."""
    document = budget_of(dossier)
    money = dossier.edition.document()["money"]
    lines = document["project"]
    totals = calculation.totals(lines)
    others = sum((Decimal(one["requested"]) for one in other_requests(dossier)), Decimal(0))
    return {
        "project": totals,
        "gap": abs(totals.balance),
        "structure": calculation.totals(document["structure"]),
        "sums": sums_of(document),
        "funded": funded_of(dossier),
        "who_pays": _bar(summary.who_pays(lines)),
        "what_for": _bar(summary.what_for(lines)),
        "ceiling": calculation.most_one_may_ask(
            lines,
            ceiling=_decimal(money.get("ceiling")),
            share=_decimal(money.get("share")),
            base=money.get("share_base", "without_voluntary"),
            others=others,
            floor=_decimal(money.get("floor")),
        ),
        "share_asked": calculation.share(
            calculation.requested(lines), totals, money.get("share_base", "without_voluntary")
        ),
        "money": money,
    }


def sums_of(document):
    """Each total of the tables and subtotal of their accounts, by the id of its place."""
    sums = {}
    for scope in BudgetScope.values:
        lines = document[scope]
        for side in chart.Side:
            held = calculation.on_side(lines, side)
            sums[total_id(scope, side)] = calculation.total(held)
            for group in chart.groups(side, scope=scope):
                codes = {line.code for line in group.lines}
                part = calculation.total(line for line in held if line["code"] in codes)
                sums[subtotal_id(scope, group.code)] = part
    return sums


def total_id(scope, side):
    return f"total-{scope}-{side}"


def subtotal_id(scope, account):
    return f"sous-total-{scope}-{account}"


def funded_of(dossier):
    """The project's lines entered one per funder, by account: the DRAC's, then the others'."""
    accounts = {group.code: [] for group in chart.PRODUCTS if _is_funded(group)}
    lines = content_of(dossier).lines
    for line in sorted(lines, key=lambda line: line.funder_kind != chart.FunderKind.DRAC):
        found = chart.group_of(line.code)
        if line.scope == BudgetScope.PROJECT and is_funder(line) and found:
            accounts[found.code].append(line)
    return accounts


def is_funder(line):
    """Whether a line is the DRAC's or another funder's, and not one's own money or a receipt."""
    return line.funder_kind not in {"", chart.FunderKind.OWN}


def _is_funded(group):
    return any(line.is_cofunder for line in group.lines)


def _bar(slices):
    """The slices with their series: the lamp for the DRAC alone, whatever its place."""
    rest = [one for one in slices if one.code != chart.FunderKind.DRAC]
    return [
        {
            "label": one.label,
            "amount": one.amount,
            "series": rest.index(one) % SERIES + 1 if one in rest else DRAC_SERIES,
        }
        for one in slices
    ]


def _decimal(text):
    return None if text is None else Decimal(text)
