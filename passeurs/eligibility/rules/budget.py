"""The money: a balanced table, a request within its bounds, and other funders.

Sums are exact; the share is compared as a fraction, so that no rounding decides.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.money import DRAC, OWN, Budget, Line, Side
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import Finding, met, not_applicable, not_met, unknown


@rule("budget.balanced", title="Budget équilibré", section="budget", field="lines")
def budget_balanced(case: Case) -> Finding:
    """Charges equal products to the cent, 86 equals 87, and the request is in the table."""
    budget = case.dossier.budget
    if not budget.is_filled:
        return incomplete(budget)
    charges, products = budget.total(Side.CHARGE), budget.total(Side.PRODUCT)
    values: dict[str, Any] = {"charges": charges, "products": products, "gap": products - charges}
    if charges != products:
        gap = wording.euros(abs(products - charges))
        more, less = ("charges", "produits") if charges > products else ("produits", "charges")
        return not_met(
            f"Le budget n’est pas équilibré : les {more} dépassent les {less} de {gap}.",
            hint="Ajustez les lignes jusqu’à ce que les deux totaux soient égaux.",
            **values,
        )
    return (
        voluntary_gap(budget)
        or request_gap(budget)
        or met(f"Charges et produits sont égaux : {wording.euros(charges)}.", **values)
    )


def incomplete(budget: Budget) -> Finding:
    if budget.has_gaps:
        reason = "Une ligne du budget attend encore son montant ou sa place dans le tableau."
    elif budget.lines:
        reason = "Il manque au budget ses charges ou ses produits."
    else:
        reason = "Le budget du projet n’est pas encore rempli."
    return unknown(reason, hint="Complétez les charges et les produits du projet.")


def voluntary_gap(budget: Budget) -> Finding | None:
    used, given = budget.total(Side.VOLUNTARY_CHARGE), budget.total(Side.VOLUNTARY_PRODUCT)
    if used == given:
        return None
    return not_met(
        f"Les contributions volontaires ne sont pas équilibrées : {wording.euros(used)} en "
        f"emplois (86), {wording.euros(given)} en ressources (87).",
        hint="Inscrivez la même somme aux comptes 86 et 87.",
        voluntary_charges=used,
        voluntary_products=given,
    )


def request_gap(budget: Budget) -> Finding | None:
    declared, written = budget.declared, budget.from_lines
    if declared is None or declared == written:
        return None
    values: dict[str, Any] = {"requested": declared, "drac_lines": written}
    told = wording.euros(declared)
    if any(line.is_undetermined for line in budget.lines):
        return unknown(
            f"La demande de {told} n’est pas repérée dans les produits du budget.",
            hint="Précisez le financeur de chaque subvention.",
            **values,
        )
    return not_met(
        f"La demande est de {told}, mais les produits du budget attendent "
        f"{wording.euros(written)} de la DRAC.",
        hint="Inscrivez la même somme des deux côtés.",
        **values,
    )


@rule("budget.ceiling", title="Plafond de l’aide", section="budget", field="requested")
def budget_ceiling(case: Case) -> Finding:
    """The other requests of the same holder in the edition count, where the edition says so."""
    ceiling, requested = case.edition.ceiling, case.dossier.budget.requested
    if ceiling is None:
        return not_applicable("Cette édition ne fixe pas de plafond.")
    if requested is None:
        return no_request(ceiling=ceiling)
    others = other_requests(case)
    asked_elsewhere = sum(filter(None, others.values()), Decimal(0))
    total = requested + asked_elsewhere
    values: dict[str, Any] = {
        "requested": requested,
        "others": others,
        "total": total,
        "ceiling": ceiling,
    }
    told, limit = wording.euros(requested), wording.euros(ceiling)
    scope = "par porteur" if case.edition.is_ceiling_per_holder else "par dossier"
    if asked_elsewhere:
        told = f"{told}, ajoutée aux {wording.euros(asked_elsewhere)} des autres dossiers,"
    if total > ceiling:
        over = wording.euros(total - ceiling)
        return not_met(
            f"La demande de {told} dépasse de {over} le plafond de {limit} {scope}.",
            hint="Diminuez la somme demandée à la DRAC.",
            **values,
        )
    if None in others.values():
        return unknown("Le montant d’un autre dossier de la structure n’est pas connu.", **values)
    return met(f"La demande de {told} respecte le plafond de {limit} {scope}.", **values)


def other_requests(case: Case) -> dict[str, Decimal | None]:
    """What the same holder asks in its other dossiers, by reference."""
    if not case.edition.is_ceiling_per_holder:
        return {}
    return {
        other.reference or f"autre {rank}": other.amount
        for rank, other in enumerate(case.dossier.other_requests, start=1)
        if not other.reference or other.reference != case.dossier.reference
    }


@rule("budget.floor", title="Plancher de l’aide", section="budget", field="requested")
def budget_floor(case: Case) -> Finding:
    floor, requested = case.edition.floor, case.dossier.budget.requested
    if floor is None:
        return not_applicable("Cette édition ne fixe pas de plancher.")
    if requested is None:
        return no_request(floor=floor)
    values: dict[str, Any] = {"requested": requested, "floor": floor}
    told, limit = wording.euros(requested), wording.euros(floor)
    if requested < floor:
        return not_met(f"La demande de {told} est sous le plancher de {limit}.", **values)
    return met(f"La demande de {told} atteint le plancher de {limit}.", **values)


def no_request(**values: Any) -> Finding:
    return unknown(
        "La somme demandée à la DRAC n’est pas encore inscrite.",
        hint="Inscrivez-la dans les produits du budget.",
        **values,
    )


@rule("budget.share", title="Part de l’aide", section="budget", field="requested")
def budget_share(case: Case) -> Finding:
    """Against the total of the table; while the two sides differ, against both."""
    budget, limit = case.dossier.budget, case.edition.share
    if limit is None:
        return not_applicable("Cette édition ne limite pas la part de l’aide.")
    if budget.requested is None:
        return no_request(share=limit)
    if not budget.is_filled:
        return incomplete(budget)
    bases = [base(case, Side.CHARGE), base(case, Side.PRODUCT)]
    within = [budget.requested * 100 <= limit * one for one in bases]
    values = share_values(budget, limit=limit, total=bases[0])
    if within[0] != within[1]:
        return unknown(
            "La part de l’aide ne peut pas être établie tant que le budget n’est pas équilibré.",
            hint="Équilibrez le budget.",
            **values,
        )
    shown = wording.percent(share_of(budget.requested, bases[0]), limit=limit)
    told = f"La demande représente {shown} du budget"
    if within[0]:
        return met(f"{told}, pour {wording.percent(limit)} au plus.", **values)
    return not_met(
        f"{told}, au-delà des {wording.percent(limit)} admis.",
        hint="Diminuez la somme demandée, ou trouvez d’autres financements.",
        **values,
    )


def base(case: Case, side: Side) -> Decimal:
    """What the share is taken of: a side of the table, 86/87 added where the edition says so."""
    budget = case.dossier.budget
    voluntary = {
        Side.CHARGE: Side.VOLUNTARY_CHARGE,
        Side.PRODUCT: Side.VOLUNTARY_PRODUCT,
    }[side]
    added = budget.total(voluntary) if case.edition.counts_voluntary else Decimal(0)
    return budget.total(side) + added


def share_of(requested: Decimal, total: Decimal) -> Fraction:
    """The share in percent, exact."""
    return Fraction(requested) * 100 / Fraction(total)


def share_values(budget: Budget, *, limit: Decimal, total: Decimal) -> dict[str, object]:
    """Both figures, with and without 86/87, whichever the edition retains."""
    requested = budget.requested or Decimal(0)
    charges = budget.total(Side.CHARGE)
    widest = charges + budget.total(Side.VOLUNTARY_CHARGE)
    return {
        "requested": requested,
        "base": total,
        "limit": limit,
        "share_without_voluntary": wording.rounded(share_of(requested, charges), decimals=4),
        "share_with_voluntary": wording.rounded(share_of(requested, widest), decimals=4),
    }


@rule("budget.cofunding", title="Autres financeurs", section="budget", field="lines")
def budget_cofunding(case: Case) -> Finding:
    """One funder besides the DRAC and the holder, above zero, asked or granted."""
    if not case.edition.requires_cofunding:
        return not_applicable("Cette édition n’impose pas d’autre financeur.")
    products = case.dossier.budget.of(Side.PRODUCT)
    others = [line for line in products if is_other_funder(case, line)]
    funders = {(line.funder or line.code): line.amount for line in others if line.amount}
    if funders:
        names = wording.listed(funders)
        kind = "Autre financeur" if len(funders) == 1 else "Autres financeurs"
        return met(f"{kind} du projet : {names}.", funders=funders)
    lines = case.dossier.budget.lines
    is_vague = any(line.is_undetermined or line.side not in Side for line in lines)
    if not products or is_vague or any(line.amount is None for line in others):
        return unknown(
            "Aucun autre financeur n’est encore inscrit au budget.",
            hint="Inscrivez ce que vous demandez à la commune, au département, à la CAF…",
        )
    return not_met(
        "Aucun financeur autre que la DRAC et la structure n’apporte de somme au projet.",
        hint="Inscrivez un autre financeur, avec une somme demandée ou acquise.",
    )


def is_other_funder(case: Case, line: Line) -> bool:
    """A holder that names itself, a commune for instance, is not another funder."""
    holder = wording.folded(case.dossier.holder.name)
    is_holder = bool(holder) and wording.folded(line.funder) == holder
    return line.funder_kind not in {"", DRAC, OWN} and not is_holder
