"""The figures beside the budget: totals, balance, the most one may ask, who pays for what."""

from decimal import Decimal

from passeurs.budgets import calculation, summary

from .context import other_requests
from .document import budget_of


def figures_of(dossier):
    """All that the budget's screen shows besides its lines."""
    document = budget_of(dossier)
    money = dossier.edition.document()["money"]
    lines = document["project"]
    totals = calculation.totals(lines)
    others = sum((Decimal(one["requested"]) for one in other_requests(dossier)), Decimal(0))
    return {
        "project": totals,
        "structure": calculation.totals(document["structure"]),
        "who_pays": summary.who_pays(lines),
        "what_for": summary.what_for(lines),
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


def _decimal(text):
    return None if text is None else Decimal(text)
