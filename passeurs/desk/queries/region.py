"""What the desk of a coordination works on."""

from passeurs.calls.models import Edition
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import Structure


def editions_of(user):
    """The editions of the coordinations in whose team the person works, the latest first."""
    mine = Edition.objects.filter(
        coordination__team__user=user, coordination__team__role=TeamRole.COORDINATION
    )
    return mine.select_related("coordination").order_by("-filing_before_at", "slug").distinct()


def structures_known(user, coordination=None):
    """The structures that have spoken to the person's coordinations, or to that one."""
    teams = {"coordinations__team__user": user, "coordinations__team__role": TeamRole.COORDINATION}
    if coordination:
        teams["coordinations"] = coordination
    found = Structure.objects.filter(**teams).distinct()
    return found.select_related("commune").order_by("name", "pk")
