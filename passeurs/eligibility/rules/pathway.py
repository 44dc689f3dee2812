"""The pathway: enough actions, and every nature the edition asks for."""

from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import Finding, met, not_applicable, not_met, unknown


@rule("pathway.min_actions", title="Nombre d’actions", section="actions")
def pathway_min_actions(case: Case) -> Finding:
    minimum = case.edition.min_actions
    if minimum is None:
        return not_applicable("Cette édition ne fixe pas de nombre d’actions.")
    count = len(case.actions)
    values: dict[str, Any] = {"count": count, "minimum": minimum}
    wanted = wording.counted(minimum, "action")
    if count >= minimum:
        return met(f"Le projet compte {wording.counted(count, 'action')}.", **values)
    if not case.dossier.actions:
        return unknown(
            f"Aucune action n’est encore décrite ; il en faut au moins {minimum}.", **values
        )
    if len(case.dossier.actions) >= minimum:
        return unknown(
            f"Une action au moins est encore vide ; il faut {wanted}, il y en a {count}.",
            hint="Donnez un titre et un type à chaque action.",
            **values,
        )
    return not_met(
        f"Le projet compte {wording.counted(count, 'action')} ; il en faut au moins {minimum}.",
        hint="Ajoutez une action au parcours.",
        **values,
    )


@rule("pathway.see_and_do", title="Voir et Faire", section="actions", field="kind")
def pathway_see_and_do(case: Case) -> Finding:
    """A programming workshop is Faire; a showing of the participants' films is Voir."""
    required = case.edition.natures
    if not required:
        return not_applicable("Cette édition ne demande pas de mêler les natures d’actions.")
    present = [case.nature(action) for action in case.actions]
    values: dict[str, Any] = {"required": required, "present": sorted(set(filter(None, present)))}
    label = case.edition.nature_label
    missing = [label(nature) for nature in required if nature not in present]
    if not missing:
        told = wording.listed(map(label, required))
        return met(f"Le parcours associe {told}.", **values)
    if not case.actions:
        return unknown("Aucune action n’est encore décrite.", **values)
    names = wording.listed(wording.quoted(name) for name in missing)
    if "" in present or case.has_blank_action:
        return unknown(
            f"Le type de certaines actions manque ; aucune n’est encore de nature {names}.",
            hint="Choisissez le type de chaque action.",
            **values,
        )
    return not_met(
        f"Aucune action n’est de nature {names}.",
        hint="Le type de chaque action dit sa nature : choisissez-le dans la boîte à idées.",
        **values,
    )
