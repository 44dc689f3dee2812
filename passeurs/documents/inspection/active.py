"""What a PDF may do, or carry, beside being read (ISO 32000-2, 12.6, 7.11.4, 12.7.8, 13)."""

import pikepdf

SCRIPT = "un programme (script ou lancement d’application)"
CARRIED = "des fichiers dans le fichier"
FORM = "un formulaire qui se transforme ou s’envoie tout seul"
MEDIA = "un son, un film ou un objet animé"
OUTSIDE = "un renvoi à un autre fichier"

ACTS = {
    "/JavaScript": SCRIPT,
    "/Launch": SCRIPT,
    "/RichMediaExecute": SCRIPT,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/GoTo3DView": MEDIA,
    "/SubmitForm": FORM,
    "/ImportData": FORM,
    "/GoToR": OUTSIDE,
    "/GoToE": OUTSIDE,
}
ANNOTATIONS = {
    "/FileAttachment": CARRIED,
    "/RichMedia": MEDIA,
    "/Screen": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/3D": MEDIA,
}
KEYS = {"/JS": SCRIPT, "/EmbeddedFiles": CARRIED, "/EF": CARRIED, "/XFA": FORM}


def found_in(node: pikepdf.Dictionary) -> str:
    """What this dictionary does or carries, in words; empty for one that is only read."""
    for key, words in KEYS.items():
        if key in node:
            return words
    return ACTS.get(_name(node, "/S"), "") or ANNOTATIONS.get(_name(node, "/Subtype"), "")


def _name(node: pikepdf.Dictionary, key: str) -> str:
    value = node.get(key, "")
    return str(value) if isinstance(value, pikepdf.Name | str) else ""
