"""What may be proposed for a dossier: the edition's own bounds, asked of the engine.

The engine judges the dossier as if it asked for the amount proposed: its budget keeps its total,
what is not granted by the DRAC being left to the holder. No bound is written here.
"""

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

from passeurs.core.typography import euros, percent
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.document import dump
from passeurs.eligibility.engine import evaluate
from passeurs.eligibility.money import DRAC, OWN, read_budget
from passeurs.eligibility.verdicts import State, Verdict

from ..models import Sheet

CEILING, SHARE = "budget.ceiling", "budget.share"


def reasons_against(dossier: Dossier, amount: Decimal, *, at: Any) -> list[str]:
    """One sentence per bound that the amount goes past, each naming it; empty when it holds."""
    document = dump(dossier)
    asked = asked_in(document)
    if asked is None:
        return ["Ce dossier ne demande rien à la DRAC : rien ne peut être proposé."]
    if amount > asked:
        return [f"Le porteur demande {euros(asked)} : on ne peut pas proposer davantage."]
    judged = as_if_asking(document, amount, proposed_elsewhere(document))
    verdicts = evaluate(judged, dossier.edition.document(), at=at)
    found = {one.rule: one for one in verdicts if one.state == State.NOT_MET}
    return [told(found[rule]) for rule, told in TOLD.items() if rule in found]


def asked_in(document: Mapping[str, Any]) -> Decimal | None:
    """What the dossier asks of the DRAC, None while nothing says it."""
    return read_budget(document["budget"]).requested


def proposed_elsewhere(document: Mapping[str, Any]) -> dict[str, Decimal]:
    """What is proposed for the holder's other dossiers of the year, by reference."""
    others = [one["reference"] for one in document["context"]["other_requests"]]
    sheets = Sheet.objects.filter(dossier__reference__in=others)
    rows = sheets.values_list("dossier__reference", "amount_proposed")
    return {reference: amount for reference, amount in rows if amount is not None}


def as_if_asking(
    document: Mapping[str, Any], amount: Decimal, elsewhere: Mapping[str, Decimal]
) -> dict[str, Any]:
    """The document of a dossier that asks for `amount`, the others for what is proposed to them."""
    found = deepcopy(dict(document))
    lines = found["budget"]["project"]
    drac = [line for line in lines if line["side"] == "product" and line["funder_kind"] == DRAC]
    freed = sum((Decimal(line["amount"]) for line in drac), Decimal(0)) - amount
    for rank, line in enumerate(drac):
        line["amount"] = f"{amount if rank == 0 else Decimal(0):.2f}"
    if freed > 0:
        own = {"side": "product", "code": "own", "funder_kind": OWN, "amount": f"{freed:.2f}"}
        lines.append({"label": "", "funder": "", "status": "", "decided_on": None, **own})
    found["budget"]["requested"] = f"{amount:.2f}"
    for other in found["context"]["other_requests"]:
        if other["reference"] in elsewhere:
            other["requested"] = f"{elsewhere[other['reference']]:.2f}"
    return found


def _past_the_ceiling(verdict: Verdict) -> str:
    values = {key: Decimal(verdict.values[key]) for key in ("requested", "total", "ceiling")}
    told = f"Le plafond de l’édition est de {euros(values['ceiling'])}"
    elsewhere = values["total"] - values["requested"]
    if elsewhere:
        room = max(values["ceiling"] - elsewhere, Decimal(0))
        return (
            f"{told} par porteur, et ses autres dossiers en prennent {euros(elsewhere)} : "
            f"{euros(room)} au plus pour celui-ci."
        )
    return f"{told} : on ne peut pas proposer {euros(values['requested'])}."


def _past_the_share(verdict: Verdict) -> str:
    limit, base = Decimal(verdict.values["limit"]), Decimal(verdict.values["base"])
    most = (base * limit / 100).quantize(Decimal("0.01"), rounding="ROUND_FLOOR")
    return f"L’aide s’arrête à {percent(limit)} du budget de {euros(base)} : {euros(most)} au plus."


TOLD = {CEILING: _past_the_ceiling, SHARE: _past_the_share}
