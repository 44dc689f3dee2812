"""What a change to the questions does to the answers already given."""

from collections import Counter

from passeurs.calls.asking_checks import changes
from passeurs.calls.findings import Finding
from passeurs.dossiers.models import Dossier

from ..models import Change


def answers_lost(change: Change) -> list[Finding]:
    """One sentence for each question that is withdrawn, or changed, though it has answers."""
    before, after = change.edition.document(), change.document
    if before.get("questions", []) == after.get("questions", []):
        return []
    given: Counter[str] = Counter()
    for answers in Dossier.objects.filter(edition=change.edition).values_list("answers", flat=True):
        given.update(list(answers))
    return list(changes(before, after, given))
