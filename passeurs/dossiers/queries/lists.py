"""Dossiers found and listed; every read starts from `visible_to`."""

from ..models import Dossier


def for_reading(user):
    """A person's dossiers with all a screen's head needs, in one query."""
    return Dossier.objects.visible_to(user).select_related(
        "edition__coordination", "structure__commune", "project", "audience"
    )


def dossiers_of(user):
    """Those of a person's own structures, last touched first."""
    held = Dossier.objects.filter(structure__memberships__user=user)
    return held.select_related("edition__coordination", "structure", "project")


def desk_list(user, *, edition=None, state="", text=""):
    """What a coordination's team sees of its region's dossiers."""
    found = Dossier.objects.visible_to(user).select_related(
        "edition", "structure__commune", "project"
    )
    if edition:
        found = found.filter(edition=edition)
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(project__title__icontains=text)
    return found
