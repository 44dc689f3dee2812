"""The commitments the edition asks of every project."""

from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import Finding, met, not_applicable, not_met, unknown


@rule("commitments.accepted", title="Engagements", section="commitments", field="accepted")
def commitments_accepted(case: Case) -> Finding:
    asked, accepted = case.edition.commitments, case.dossier.commitments
    if not asked:
        return not_applicable("Cette édition ne demande pas d’engagement.")
    missing = {code: label for code, label in asked.items() if code not in accepted}
    values: dict[str, Any] = {"asked": list(asked), "missing": list(missing)}
    if not missing:
        count = wording.counted(len(asked), "engagement est pris", "engagements sont pris")
        return met(f"{count[0].upper()}{count[1:]}.", **values)
    if not accepted:
        return unknown("Aucun engagement n’est encore pris.", **values)
    names = wording.listed(wording.quoted(label or code) for code, label in missing.items())
    told = "Reste un engagement" if len(missing) == 1 else "Restent des engagements"
    return not_met(f"{told} à prendre : {names}.", **values)
