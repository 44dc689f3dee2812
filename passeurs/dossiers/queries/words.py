"""What the coordination says of a dossier in its own words, fields merged."""

from passeurs.calls.queries import words_for
from passeurs.core.merging import merge

from ..merge_fields import values_of


def own_words(dossier, kind, **more):
    """`subject` and `body` for an occasion (`WordingKind`); {} where the edition wrote none.

    `more` gives the values of that occasion's own fields (`calls.wordings.OF_A_KIND`).
    """
    words = words_for(dossier.edition, kind)
    if not words.is_own:
        return {}
    values = values_of(dossier) | {name.replace("_", " "): text for name, text in more.items()}
    return {"subject": merge(words.subject, values), "body": merge(words.body, values)}
