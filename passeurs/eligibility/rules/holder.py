"""Who may apply: a structure the register knows, of a status the edition admits."""

from typing import Any

from stdnum.fr import siret as siret_number

from passeurs.eligibility import wording
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import (
    Finding,
    met,
    not_applicable,
    not_met,
    to_confirm,
    unknown,
)

STATUSES = {
    "association": "association",
    "commune": "commune",
    "epci": "intercommunalité",
    "other_public": "autre structure publique",
    "private_cultural": "structure culturelle privée",
    "other_private": "autre structure privée",
}


@rule(
    "holder.eligible_status",
    title="Statut de la structure porteuse",
    section="structure",
    field="legal_status",
)
def holder_eligible_status(case: Case) -> Finding:
    """The status is what the holder declares: only a verified SIRET turns it into an answer."""
    holder, admitted = case.dossier.holder, case.edition.legal_statuses
    if not admitted:
        return not_applicable("Cette édition n’écarte aucun statut juridique.")
    values: dict[str, Any] = {
        "legal_status": holder.legal_status,
        "admitted": admitted,
        "siret": holder.siret,
    }
    if missing := missing_identity(holder.siret, holder.legal_status):
        return unknown(missing, hint="Complétez la fiche de la structure.", **values)
    status = wording.quoted(STATUSES.get(holder.legal_status, holder.legal_status))
    answer = "est admis" if holder.legal_status in admitted else "n’est pas admis"
    if holder.siret_state != "verified":
        return to_confirm(
            f"Le statut déclaré, {status}, {answer} par cette édition ; le SIRET "
            f"{holder.siret} n’est pas vérifié.",
            hint="La coordination vérifie le SIRET ; rien ne vous est demandé.",
            **values,
        )
    found = met if holder.legal_status in admitted else not_met
    return found(f"Le statut de la structure, {status}, {answer} par cette édition.", **values)


def missing_identity(siret: str, status: str) -> str:
    """What keeps the holder from being known. A mistyped SIRET is one still to be given."""
    if not siret:
        return "Le SIRET de la structure porteuse n’est pas renseigné."
    if not siret_number.is_valid(siret):
        return f"Le SIRET {wording.quoted(siret)} comporte une erreur : il est à corriger."
    return "" if status else "Le statut juridique de la structure porteuse n’est pas renseigné."
