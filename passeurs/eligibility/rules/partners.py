"""The partnership: each function the call requires is filled, by structures that differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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

# A cultural structure may do something else than cinema: what it fills is only presumed.
PRESUMED = "cultural"
SIREN_LENGTH = 9


@dataclass(frozen=True)
class Member:
    """A structure of the project; `presumed` where its function follows from its family only."""

    name: str
    siret: str
    functions: tuple[str, ...]
    presumed: bool = False

    def is_same(self, other: "Member") -> bool:
        """One legal person: the same SIREN, or the same name where a SIRET is missing."""
        if self.siret and other.siret:
            return self.siret[:SIREN_LENGTH] == other.siret[:SIREN_LENGTH]
        return wording.folded(self.name) == wording.folded(other.name)


@rule("partners.tripartite", title="Fonctions des partenaires", section="partners")
def partners_tripartite(case: Case) -> Finding:
    """The holder counts for the function it has."""
    required = case.edition.functions
    if not required:
        return not_applicable("Cette édition ne demande aucune fonction aux partenaires.")
    if not case.dossier.partners:
        return unknown(
            "Aucun partenaire n’est encore inscrit.",
            hint="Inscrivez les partenaires et la fonction de chacun.",
            required=required,
        )
    members = named_members(case)
    filled = {
        function: [member for member in members if function in member.functions]
        for function in required
    }
    if missing := [function for function in required if not filled[function]]:
        return missing_functions(case, missing)
    return all_filled(case, filled)


def named_members(case: Case) -> list[Member]:
    partners = [Member(p.name, p.siret, p.functions) for p in case.dossier.partners]
    return [holder_member(case), *(p for p in partners if p.name or p.siret)]


def holder_member(case: Case) -> Member:
    """What the family of the holder says of its function, where the dossier does not say it."""
    holder = case.dossier.holder
    name = holder.name or "la structure porteuse"
    if holder.functions is not None:
        return Member(name, holder.siret, holder.functions)
    functions = case.edition.functions_of(holder.actor_kind)
    return Member(name, holder.siret, functions, holder.actor_kind == PRESUMED)


def missing_functions(case: Case, missing: Sequence[str]) -> Finding:
    """A partner still without a name or a function may be the one; so may a holder not asked."""
    values: dict[str, Any] = {"required": case.edition.functions, "missing": missing}
    vague = [p for p in case.dossier.partners if not p.functions or not (p.name or p.siret)]
    kind = "fonction" if len(missing) == 1 else "fonctions"
    names = wording.listed(wording.quoted(case.edition.function_label(code)) for code in missing)
    if vague or case.dossier.holder.functions is None:
        return unknown(
            f"Reste à savoir qui remplit {'la' if len(missing) == 1 else 'les'} {kind} {names}.",
            hint="Donnez à chaque partenaire un nom et une fonction.",
            **values,
        )
    verb = "n’est remplie" if len(missing) == 1 else "ne sont remplies"
    article = "La" if len(missing) == 1 else "Les"
    return not_met(
        f"{article} {kind} {names} {verb} par aucune structure du projet.",
        hint="Associez une structure qui remplit cette fonction.",
        **values,
    )


def all_filled(case: Case, filled: Mapping[str, list[Member]]) -> Finding:
    certain = {function: [m for m in of if not m.presumed] for function, of in filled.items()}
    names = {function: [m.name or m.siret for m in of] for function, of in filled.items()}
    if distinct(list(certain.values()), taken=[]):
        told = wording.listed(map(case.edition.function_label, filled))
        return met(f"Des structures différentes remplissent les fonctions : {told}.", filled=names)
    if distinct(list(filled.values()), taken=[]):
        return to_confirm(
            "La fonction de la structure porteuse se déduit de sa famille d’acteurs, sans avoir "
            "été précisée.",
            hint="Précisez la fonction que votre structure remplit dans le projet.",
            filled=names,
        )
    return shared(case, names)


def shared(case: Case, names: Mapping[str, list[str]]) -> Finding:
    """One structure in two functions: the edition says what it makes of it."""
    reason = "Une même structure remplit à elle seule deux des fonctions demandées"
    if case.edition.two_functions == "allowed":
        return met(f"{reason}, ce que cette édition admet.", filled=names)
    if case.edition.two_functions == "refused":
        return not_met(
            f"{reason}, ce que cette édition n’admet pas.",
            hint="Associez une structure de plus.",
            filled=names,
        )
    return to_confirm(
        f"{reason} : la coordination dira si le partenariat convient.",
        hint="Vous pouvez associer une structure de plus.",
        filled=names,
    )


def distinct(candidates: list[list[Member]], *, taken: list[Member]) -> bool:
    """Whether each function can be given to a structure that has no other."""
    if not candidates:
        return True
    first, *others = candidates
    free = [one for one in first if not any(one.is_same(other) for other in taken)]
    return any(distinct(others, taken=[*taken, one]) for one in free)
