"""What the engine says of a dossier."""

from passeurs.eligibility.engine import evaluate

from .document import dump


def verdicts_of(dossier, *, at):
    """The engine's verdicts on the dossier as it stands at an instant."""
    return evaluate(dump(dossier), dossier.edition.document(), at=at)
