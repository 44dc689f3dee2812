"""Small pure decisions of the territories: names as they are searched, codes, reach."""

import re
import unicodedata

from passeurs.territories.enums import Scope

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


def search_form(text):
    """The text without case, accents or punctuation: « L’Énergie » gives « l energie »."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(mark for mark in folded if not unicodedata.combining(mark))
    words = re.findall(r"[a-z0-9]+", bare)
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def department_of(insee):
    """The department of an INSEE code: two characters, three overseas (« 46 », « 2A », « 974 »)."""
    return insee[:3] if insee[:2] in {"97", "98"} else insee[:2]


def covers(*, scope, codes, insee):
    """Whether a vintage that reaches `scope` says anything about this commune."""
    if scope == Scope.FRANCE:
        return True
    if scope == Scope.DEPARTMENTS:
        return department_of(insee) in codes
    return insee in codes
