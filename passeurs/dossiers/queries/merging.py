"""What two structures that are one would bring together."""

from ..enums import GONE
from ..models import Dossier


def filed_by_both(one, other):
    """The titles of the editions in which each has a dossier that stands filed."""
    filed = Dossier.objects.filed()
    theirs = filed.filter(structure=other).values("edition")
    both = filed.filter(structure=one, edition__in=theirs)
    return sorted(set(both.values_list("edition__title", flat=True)))


def under_one_ceiling(one, other):
    """The dossiers of both that stand in one edition: their requests would add up."""
    found = Dossier.objects.filter(structure__in=[one, other]).exclude(state__in=GONE)
    mine = found.filter(structure=one).values("edition")
    theirs = found.filter(structure=other).values("edition")
    return found.filter(edition__in=mine).filter(edition__in=theirs).select_related("project")


def held_elsewhere(structure, coordinations):
    """Whether a coordination beside these has dealings with the structure."""
    known = structure.coordinations.exclude(pk__in=coordinations).exists()
    return known or structure.dossiers.exclude(edition__coordination__in=coordinations).exists()
