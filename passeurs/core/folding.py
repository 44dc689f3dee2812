"""Text as it is compared: without accents, case or punctuation, the same on every database."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o"})
_APART = re.compile(r"[\W_]+")


def fold(text):
    """« L’Œil  du Chat ! » → « l oeil du chat »; what a search column holds and is asked."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _APART.sub(" ", bare.casefold()).strip()


def words_of(text, *, limit=8):
    """The folded words of a search box; past `limit` words more, they are ignored."""
    return fold(text[:200]).split()[:limit]
