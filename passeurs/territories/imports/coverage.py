"""How far a file reaches: France, or whole departments; a refused line takes its own out."""

from passeurs.territories.enums import Scope
from passeurs.territories.rules import department_of

METROPOLE = (*(f"{n:02d}" for n in range(1, 96) if n != 20), "2A", "2B")  # noqa: PLR2004 - Corsica
OVERSEAS = ("971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988")
FRANCE = frozenset((*METROPOLE, *OVERSEAS))
NATIONAL = 90
"""A file that names this many departments is the national list."""


def coverage(insees, *, declared, refused):
    """(scope, departments) of what was read.

    `declared` are the departments that the operator says the file covers whole; `refused` those of
    its refused lines, « » among them when one cannot be told: then nothing is covered whole.
    """
    seen = {department_of(insee) for insee in insees}
    covered = set(declared) or (FRANCE if len(seen) >= NATIONAL else seen)
    if "" in refused:
        return Scope.COMMUNES, []
    if covered == FRANCE and not refused:
        return Scope.FRANCE, []
    return Scope.DEPARTMENTS, sorted(covered - refused)
