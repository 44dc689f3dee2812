"""Dossiers found and listed; every read starts from `visible_to`."""

from django.db.models import Exists, F, OuterRef

from passeurs.core.folding import words_of
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import TeamMember

from ..models import Dossier


def for_reading(user):
    """A person's dossiers, in one query, with their roles and all a screen's head needs."""
    found = Dossier.objects.visible_to(user).with_roles_of(user)
    return found.select_related(
        "edition__coordination", "structure__commune", "project", "audience"
    )


def dossiers_of(user):
    """Those of a person's own structures, last touched first."""
    held = Dossier.objects.filter(structure__memberships__user=user)
    return held.select_related("edition__coordination", "structure", "project")


def desk_dossiers(user, *, edition=None, state="", text=""):
    """What a person sees of a region's dossiers at the desk, as light rows for a list.

    `is_ours` where the person is of the coordination, which alone reads a dossier at the desk.
    """
    found = Dossier.objects.visible_to(user).exclude(structure__members=user)
    if edition:
        found = found.filter(edition=edition)
    if state:
        found = found.filter(state=state)
    for word in words_of(text):
        found = found.filter(search__contains=word)
    return (
        found.annotate(
            title=F("project__title"),
            structure_name=F("structure__name"),
            city=F("structure__commune__name"),
            edition_title=F("edition__title"),
            is_ours=Exists(_agents().filter(user=user)),
        )
        .only("id", "reference", "state", "updated_at")
        .order_by("-updated_at", "pk")
    )


def _agents():
    coordination = OuterRef("edition__coordination")
    return TeamMember.objects.filter(coordination=coordination, role=TeamRole.COORDINATION)
