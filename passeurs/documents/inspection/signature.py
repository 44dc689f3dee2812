"""The first bytes against the name."""

from typing import BinaryIO

import puremagic

from passeurs.core.refusals import Refused

from ..rules import FORMATS, Format

HEAD = 8192

_OTHERS = {
    "html": "une page web",
    "svg": "un dessin SVG",
    "exe": "un programme",
    "gif": "une image GIF",
    "tiff": "une image TIFF",
    "doc": "un fichier Office ancien, ou protégé par un mot de passe",
    "zip": "une archive",
    "rar": "une archive",
    "7z": "une archive",
    "avi": "un film AVI",
    "mov": "un film QuickTime",
}


def check_signature(stream: BinaryIO, declared: Format) -> None:
    """Raise Refused when no signature found is one of the declared format."""
    stream.seek(0)
    found = _extensions(stream.read(HEAD))
    if found.isdisjoint(declared.extensions) and not _is_zip(found, declared):
        raise Refused(
            f"Ce fichier porte l’extension .{declared.extensions[0]}, mais il contient "
            f"{_describe(found)}. Ouvrez-le dans son logiciel, enregistrez-le au format "
            f"{declared.label}, puis envoyez cette copie."
        )


def _extensions(head: bytes) -> set[str]:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return set()
    return {match.extension.lstrip(".") for match in matches}


def _is_zip(found: set[str], declared: Format) -> bool:
    """Every office file is a ZIP: which one it is, its own opener tells."""
    return declared.family == "office" and "docx" in found


def _describe(found: set[str]) -> str:
    for known in FORMATS.values():
        if known.family != "office" and not found.isdisjoint(known.extensions):
            return f"autre chose ({known.label})"
    if "docx" in found:
        return "une archive ou un fichier Office"
    return next((words for ext, words in _OTHERS.items() if ext in found), "autre chose")
