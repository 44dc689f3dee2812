"""The partners' own word: each confirms what it brings to the project."""

from collections.abc import Sequence
from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.facts import Partner
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import Finding, met, not_met, unknown

CONFIRMED, DECLINED, STALE = "confirmed", "declined", "stale"
SILENT = ("invited", "opened", "withdrawn")
ASKED = (CONFIRMED, DECLINED, STALE, *SILENT)
ASK = "Invitez chaque partenaire à confirmer par e-mail, depuis la section des partenaires."


@rule("partners.confirmed", title="Confirmation des partenaires", section="partners")
def partners_confirmed(case: Case) -> Finding:
    """A partner of whom nothing is known was not asked: that is no refusal."""
    partners = case.dossier.partners
    if not partners:
        return unknown("Aucun partenaire n’est encore inscrit.", hint=ASK)
    by_state: dict[str, list[str]] = {}
    for partner in partners:
        state = partner.confirmation if partner.confirmation in ASKED else "none"
        by_state.setdefault(state, []).append(named(partner))
    if declined := by_state.get(DECLINED):
        return declining(declined, by_state)
    if len(by_state.get(CONFIRMED, ())) == len(partners):
        return all_confirmed(by_state[CONFIRMED])
    return awaited(by_state)


def named(partner: Partner) -> str:
    return partner.name or partner.siret or "un partenaire sans nom"


def declining(names: Sequence[str], by_state: dict[str, list[str]]) -> Finding:
    verb = "a décliné" if len(names) == 1 else "ont décliné"
    return not_met(
        f"{wording.listed(map(wording.quoted, names))} {verb}.",
        hint="Reprenez contact, ou retirez ce partenaire du dossier et associez-en un autre.",
        **by_state,
    )


def all_confirmed(names: Sequence[str]) -> Finding:
    values: dict[str, Any] = {CONFIRMED: names}
    if len(names) == 1:
        return met(f"{wording.quoted(names[0])} a confirmé sa place dans le projet.", **values)
    return met(f"Les {len(names)} partenaires ont confirmé leur place dans le projet.", **values)


def awaited(by_state: dict[str, list[str]]) -> Finding:
    """Who was not asked, who is silent, and whose part has changed since."""
    if set(by_state) == {"none"}:
        return unknown("Aucun partenaire n’a encore été invité à confirmer.", hint=ASK, **by_state)
    silent = [name for state in SILENT for name in by_state.get(state, ())]
    groups = (
        ("à inviter", by_state.get("none", [])),
        ("sans réponse", silent),
        ("à reconfirmer, sa part ayant changé", by_state.get(STALE, [])),
    )
    told = [
        f"{what} : {wording.listed(map(wording.quoted, names))}" for what, names in groups if names
    ]
    text = " ; ".join(told)
    return unknown(
        f"{text[0].upper()}{text[1:]}.",
        hint="Relancez les partenaires depuis la section des partenaires.",
        **by_state,
    )
