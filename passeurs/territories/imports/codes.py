"""INSEE and QPV codes as the files write them, and the communes that they may name."""

import re
from collections import defaultdict
from functools import cached_property

from passeurs.core.folding import fold
from passeurs.territories.models import Commune, FormerCode
from passeurs.territories.rules import department_of

INSEE = re.compile(r"^(?:\d{2}|2[AB])\d{3}$")
QUARTER_2015 = re.compile(r"^QP(?P<department>\d{3}|02[AB])\d{3}$")
QUARTER_2024 = re.compile(r"^QN(?P<department>\d{3}|02[AB])\d{2}[MINC]$")
SECOND_GENERATION = 2024
_SHORT = 4


class BadValue(Exception):  # noqa: N818 - named after what is told
    """A value cannot be used; the message is a French sentence."""


def clean_insee(text):
    """« 9261 » → « 09261 », « 2a004 » → « 2A004 »; raises BadValue."""
    code = text.strip().upper()
    if len(code) == _SHORT and code.isascii() and code.isdigit():
        code = f"0{code}"
    if not INSEE.match(code) or not code.isascii():
        raise BadValue(f"code INSEE illisible : « {text[:40]} ».")
    return code


def clean_quarter(text, *, vintage):
    """(code, department) of a QPV of this vintage; raises BadValue."""
    code = text.strip().upper()
    pattern, other = QUARTER_2024, QUARTER_2015
    if vintage < SECOND_GENERATION:
        pattern, other = other, pattern
    if found := pattern.match(code):
        return code, found["department"].removeprefix("0")
    if other.match(code):
        raise BadValue(f"{code} n’est pas un code du millésime {vintage}.")
    raise BadValue(f"code de quartier illisible : « {text[:40]} ».")


def department_hint(*texts):
    """The department that damaged codes still tell, or « »: QPV codes first, then INSEE codes."""
    for text in texts:
        if found := re.match(r"Q[PN]0?(97\d|98\d|2[AB]|\d{2})", text.upper()):
            return found[1]
        try:
            return department_of(clean_insee(text[:5]))
        except BadValue:
            continue
    return ""


class KnownCommunes:
    """Today’s communes and the codes that lead to them: two queries."""

    def __init__(self):
        self.names = dict(Commune.objects.values_list("insee", "name"))
        self.former = dict(FormerCode.objects.values_list("code", "commune_id"))

    @cached_property
    def _by_name(self):
        found = defaultdict(list)
        for insee, name in self.names.items():
            found[department_of(insee), fold(name)].append(insee)
        return found

    def check(self, insee):
        """Raise BadValue for a commune that never was, once communes are loaded."""
        if self.names and insee not in self.names and insee not in self.former:
            raise BadValue(f"aucune commune, actuelle ou ancienne, n’a le code {insee}.")

    def named(self, name, *, department):
        """The code of the one commune so named in the department; raises BadValue."""
        found = self._by_name.get((department, fold(name)), [])
        if len(found) == 1:
            return found[0]
        hint = "" if self.names else " Chargez d’abord les communes (import_communes)."
        raise BadValue(
            f"la commune « {name[:80]} » n’est pas trouvée dans le département {department}.{hint}"
        )
