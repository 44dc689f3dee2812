"""One dossier on its sheet: what a member reads before and during the sitting."""

from collections.abc import Mapping
from decimal import Decimal
from textwrap import shorten
from typing import Any

from passeurs.budgets.chart import FUNDER_LABELS, LINES, FunderKind
from passeurs.calls import vocabulary
from passeurs.core.typography import euros, nbsp, percent, plural
from passeurs.dossiers.enums import BudgetScope, BudgetSide, FundingStatus
from passeurs.dossiers.printing import parts
from passeurs.dossiers.printing.dossier import dossier_data
from passeurs.dossiers.printing.words import label, money
from passeurs.eligibility.verdicts import State, Verdict
from passeurs.instruction.enums import TONES, Opinion
from passeurs.instruction.models import Sheet
from passeurs.territories.regions import label_of

from ..models import Envelope
from ..queries.file import Binder, Leaf

TOLD = {
    State.NOT_MET: ("no", "Non rempli"),
    State.UNKNOWN: ("todo", "À compléter"),
    State.TO_CONFIRM: ("wait", "À confirmer"),
}
KEPT = ("Dates", "Rythme", "Lieu", "Salle", "Participants", "Intervention", "Films")
OF_ONESELF = {FunderKind.OWN, ""}
ZERO = Decimal(0)
MOST_HEAD = 70


def leaf_data(leaf: Leaf, binder: Binder) -> dict[str, Any]:
    """Every word of a sheet; nobody's address or telephone is in it."""
    whole = dossier_data(leaf.document, leaf.edition, at=binder.sitting.starts_at, receipt="-")
    document = parts.whole(leaf.document)
    return {
        "number": str(leaf.number),
        "title": leaf.title,
        "head": shorten(f"{leaf.number}. {leaf.title}", MOST_HEAD, placeholder="…"),
        "holder": whole["holder"],
        "where": _where(leaf),
        "reference": document["reference"],
        "tags": _tags(leaf),
        "summary": whole["summary"],
        "figures": _figures(leaf, binder.envelopes, document),
        "period": _period(whole),
        "functions": _functions(document, leaf.edition),
        "actions": [_action(one) for one in whole["actions"]],
        "bands": whole["bands"],
        "bands_total": whole["bands_total"],
        "audience": whole["audience"],
        "verdicts": [_verdict(one) for one in leaf.verdicts if one.state in TOLD],
        "met": _met(leaf.verdicts),
        "asks": [_ask(leaf, one) for one in binder.envelopes],
        "bounds": _bounds(leaf.edition),
        "sides": _sides(document["budget"].get(BudgetScope.PROJECT) or []),
        "funders": _funders(document["budget"].get(BudgetScope.PROJECT) or [], binder.envelopes),
        "sheet": sheet_words(leaf.sheet),
        "budgets": whole["budgets"],
    }


def _where(leaf: Leaf) -> str:
    city = leaf.document["holder"].get("city") or ""
    return ", ".join(part for part in (city, label_of(leaf.request.department)) if part)


def _tags(leaf: Leaf) -> list[list[str]]:
    one = leaf.request
    found = [("QPV", one.is_qpv), ("Commune rurale", one.is_rural), ("Nouveau porteur", one.is_new)]
    return [["quiet", name] for name, holds in found if holds]


def _figures(leaf: Leaf, envelopes: list[Envelope], document: Mapping[str, Any]) -> list[list[str]]:
    people = sum(parts.band(row)[1][-1] for row in document["audience"].get("bands") or ())
    actions = len(document["actions"])
    asked = [
        [euros(leaf.request.asked.get(one.source, ZERO)), f"demandés, {one.funder}"]
        for one in envelopes[:2]
    ]
    return [
        *asked,
        [euros(leaf.request.cost), "coût du projet"],
        [str(actions), plural(actions, "action").partition("\u00a0")[2]],
        *([[str(people), "personnes attendues"]] if people else []),
    ]


def _period(whole: Mapping[str, Any]) -> str:
    rows: list[list[str]] = whole["summary_rows"]
    return next((value for name, value in rows if name == "Période"), "")


def _functions(document: Mapping[str, Any], edition: Mapping[str, Any]) -> list[list[str]]:
    """Each function with who holds it, in the order of the edition; then who holds none."""
    holders = [document["holder"] | {"is_holder": True}, *document["partners"]]
    labels = vocabulary.function_labels(edition)
    codes = [*labels, *{c for one in holders for c in one.get("functions") or ()} - set(labels)]
    rows = [
        [_capital(labels.get(code, code)), _those(one for one in holders if code in _held(one))]
        for code in codes
    ]
    rows.append(["Autres partenaires", _those(one for one in holders[1:] if not _held(one))])
    return [row for row in rows if row[1]]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _held(one: Mapping[str, Any]) -> list[str]:
    return one.get("functions") or []


def _those(held: Any) -> str:
    return "\n".join(_partner(one) for one in held)


def _partner(one: Mapping[str, Any]) -> str:
    name = one.get("name") or "Sans nom"
    if one.get("is_holder"):
        return f"{name}, qui porte le projet"
    given = money(one.get("contribution_amount"))
    return f"{name} ({given})" if given and given[0] != "0" else name


def _action(one: Mapping[str, Any]) -> dict[str, Any]:
    rows = [row for row in one["rows"] if row[0] in KEPT and row[1]]
    told = [part["text"] for part in one["parts"] if part["title"] == "Ce qui se passe"]
    kept = {key: one[key] for key in ("title", "nature", "kind")}
    return kept | {"rows": rows, "text": told[0] if told else ""}


def _verdict(one: Verdict) -> dict[str, str]:
    tone, said = TOLD[one.state]
    number = one.clause.get("number") or ""
    return {
        "tone": tone,
        "label": said,
        "title": nbsp(one.title),
        "reason": nbsp(one.reason),
        "clause": nbsp(f"Appel, {number}") if number else "",
    }


def _met(verdicts: list[Verdict]) -> str:
    asked = [one for one in verdicts if one.state != State.NOT_APPLICABLE]
    met = sum(one.state in {State.MET, State.WAIVED} for one in asked)
    return f"{plural(met, 'condition remplie', 'conditions remplies')} sur {len(asked)}"


def _ask(leaf: Leaf, envelope: Envelope) -> list[str]:
    """What is asked of a funder, against the bounds of its envelope."""
    asked, cost = leaf.request.asked.get(envelope.source, ZERO), leaf.request.cost
    share = percent(asked * 100 / cost) if cost else "–"
    ceiling = euros(envelope.ceiling) if envelope.ceiling is not None else "–"
    most = percent(envelope.share) if envelope.share is not None else "–"
    return [envelope.funder, euros(asked), ceiling, share, most]


def _bounds(edition: Mapping[str, Any]) -> str:
    """« L’appel : au plus 5 000 € par porteur, et 60 % du budget. »"""
    rules = edition.get("money") or {}
    said = []
    if rules.get("ceiling") is not None:
        whose = "par porteur" if rules.get("ceiling_scope") == "holder" else "par dossier"
        said.append(f"{money(rules['ceiling'])} {whose}")
    if rules.get("share") is not None:
        said.append(f"{percent(Decimal(str(rules['share'])))} du budget")
    return nbsp(f"L’appel demande au plus {' et '.join(said)} à la DRAC.") if said else ""


def _sides(lines: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The two columns of the project's budget, each with its total; then volunteers, if any."""
    found = []
    for side in BudgetSide.values:
        rows = [row for row in lines if row["side"] == side]
        if rows or side in {BudgetSide.CHARGE, BudgetSide.PRODUCT}:
            found.append(
                {
                    "title": label(BudgetSide, side),
                    "rows": [[_line_name(row), money(row.get("amount"))] for row in rows],
                    "total": money(parts.total(rows, side)),
                }
            )
    return found


def _line_name(row: Mapping[str, Any]) -> str:
    code = row.get("code") or ""
    name = row.get("label") or (LINES[code].label if code in LINES else "")
    return " – ".join(part for part in (name, row.get("funder")) if part)


def _funders(lines: list[Mapping[str, Any]], envelopes: list[Envelope]) -> list[list[str]]:
    """Who else pays, and whether it is sure; the envelopes of the sitting are told apart."""
    here = {one.source for one in envelopes}
    labels = {kind.value: str(name) for kind, name in FUNDER_LABELS.items()}
    return [
        [
            row.get("funder") or labels.get(row["funder_kind"], row["funder_kind"]),
            label(FundingStatus, row.get("status")) or "–",
            money(row.get("amount")),
        ]
        for row in lines
        if row["side"] == BudgetSide.PRODUCT
        and row.get("funder_kind") not in OF_ONESELF
        and row["funder_kind"] not in here
    ]


def sheet_words(sheet: Sheet | None) -> dict[str, Any] | None:
    """The opinion, the priority, the amount proposed and what grounds them."""
    if sheet is None or not (sheet.opinion or sheet.priority or sheet.amount_proposed):
        return None
    return {
        "tone": TONES[Opinion(sheet.opinion)] if sheet.opinion else "quiet",
        "opinion": str(sheet.get_opinion_display()) or "Pas encore d’avis",
        "priority": str(sheet.get_priority_display() or ""),
        "amount": euros(sheet.amount_proposed),
        "parts": [
            {"title": title, "text": text}
            for title, text in (
                ("Avis motivé", sheet.opinion_text),
                ("Points forts", sheet.strengths),
                ("Doutes, questions à poser", sheet.doubts),
            )
            if text.strip()
        ],
    }
