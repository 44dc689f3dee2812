"""The questions that the coordination adds to the dossier."""

from passeurs.eligibility import wording
from passeurs.eligibility.questions import unanswered
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import Finding, met, not_applicable, unknown

MOST_NAMED = 5


@rule("questions.answered", title="Questions de la coordination", section="structure")
def questions_answered(case: Case) -> Finding:
    """A question left empty is something to complete, in the section where it is asked."""
    asked = [one for one in case.edition.questions if one.required]
    if not asked:
        return not_applicable("L’appel n’ajoute pas de question obligatoire.")
    left = unanswered(asked, case.dossier.answers)
    if not left:
        told = wording.counted(len(asked), "question obligatoire", "questions obligatoires")
        return met(f"Vous avez répondu : {told}.", questions=[one.code for one in asked])
    return unknown(
        told_left([one.label for one in left]),
        hint="Répondez-y dans la section où elle est posée, après les champs habituels.",
        questions=[one.code for one in left],
        section=left[0].section,
    )


def told_left(labels: list[str]) -> str:
    named = wording.listed(map(wording.quoted, labels[:MOST_NAMED]))
    more = len(labels) - MOST_NAMED
    rest = f" et {more} de plus" if more > 0 else ""
    verb = "n’a pas encore sa réponse" if len(labels) == 1 else "n’ont pas encore leur réponse"
    return f"{named}{rest} {verb}."
