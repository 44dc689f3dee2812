"""Who is told of what happens to a dossier."""

from passeurs.accounts.models import User


def people_to_tell(dossier):
    """The holder's representatives and editors, and the coordination's agents."""
    holders = User.objects.filter(
        memberships__structure=dossier.structure_id,
        memberships__role__in=["representative", "editor"],
    ).distinct()
    desk = User.objects.filter(
        teams__coordination=dossier.edition.coordination_id,
        teams__role="coordination",
    ).distinct()
    return list(holders), list(desk)
