"""The artistic side: artists or professionals at work, and the local cinema."""

from passeurs.eligibility import wording
from passeurs.eligibility.facts import Person
from passeurs.eligibility.registry import APART, Case, rule
from passeurs.eligibility.verdicts import Finding, met, not_met, to_confirm, unknown

PROFESSIONAL_KINDS = {"artist", "professional"}


def involved(case: Case) -> list[Person]:
    """The people who take part in an action, each once, in the order they were entered."""
    keys = {key for action in case.dossier.actions for key in action.practitioners}
    return [person for key, person in case.dossier.people.items() if key in keys]


@rule(
    "artistic.professionals",
    title="Artistes et professionnels",
    section="actions",
    field="practitioners",
)
def artistic_professionals(case: Case) -> Finding:
    people = involved(case)
    names = [person.name for person in people if person.name and is_professional(person)]
    if names:
        verb = "intervient" if len(names) == 1 else "interviennent"
        return met(f"{wording.listed(names)} {verb} dans les actions.", people=names)
    keys = {key for action in case.dossier.actions for key in action.practitioners}
    is_vague = any(not person.kind or is_professional(person) for person in people)
    if not people or is_vague or keys - set(case.dossier.people):
        return unknown(
            "Aucune action ne dit encore quel artiste ou professionnel intervient.",
            hint="Inscrivez les intervenants, puis choisissez-les dans chaque action.",
            people=[],
        )
    return not_met(
        "Aucun artiste ni professionnel de l’image ou du son n’intervient dans les actions.",
        hint="Associez un artiste ou un professionnel à une action au moins.",
        people=[],
    )


def is_professional(person: Person) -> bool:
    return person.kind in PROFESSIONAL_KINDS


@rule("artistic.local_cinema", title="Cinéma de proximité", section="actions", field="venue")
def artistic_local_cinema(case: Case) -> Finding:
    """A cinema that hosts an action is proof; a partner for screenings may be one."""
    halls = [action.venue_name for action in case.actions if action.venue_kind == "cinema"]
    if named := [hall for hall in halls if hall]:
        return met(f"Une action se tient dans une salle de cinéma : {named[0]}.", cinemas=named)
    partners = [partner for partner in case.dossier.partners if "screening" in partner.functions]
    if partners and partners[0].name:
        return to_confirm(
            f"{partners[0].name} assure la diffusion, mais aucune action ne se tient dans une "
            "salle de cinéma.",
            hint="Indiquez la salle de cinéma dans l’action qu’elle accueille.",
            partner=partners[0].name,
        )
    if halls or partners or is_cinema_untold(case):
        return unknown(
            "La salle de cinéma associée au projet n’est pas encore indiquée.",
            hint="Indiquez la salle dans l’action qu’elle accueille.",
        )
    return not_met(
        "Aucune salle de cinéma n’est associée au projet.",
        hint="Prévoyez une action dans la salle de cinéma la plus proche.",
    )


def is_cinema_untold(case: Case) -> bool:
    """Whether a screening without a venue, or a partner without a function, may be the cinema."""
    screenings = [
        action for action in case.actions if case.counts_as(action) not in {"faire", APART}
    ]
    is_somewhere_untold = any(not action.venue_kind for action in screenings)
    return (
        not screenings
        or is_somewhere_untold
        or any(not partner.functions for partner in case.dossier.partners)
    )
