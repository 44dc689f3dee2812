"""Who fills the functions that the edition requires of a partnership."""

from .. import choices
from .content import content_of


def functions_of(dossier):
    """Each required function, in the edition's order, with the names of those who fill it."""
    required = dossier.edition.document()["partners"]["functions_required"]
    return [_function(dossier, code) for code in required]


def _function(dossier, code):
    partners = content_of(dossier).partners
    names = [row.name or "Sans nom" for row in partners if code in row.functions]
    if code in (dossier.holder_functions or []):
        names.insert(0, f"{dossier.structure.name} (porteur)")
    return {
        "label": choices.told(choices.functions_of(dossier.edition.document()), [code])[0],
        "names": names,
        "tone": "ok" if names else "todo",
        "icon": "met" if names else "todo",
    }
