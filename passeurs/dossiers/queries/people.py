"""Who is told of what happens to a dossier."""

from passeurs.accounts.models import User
from passeurs.organisations.enums import MemberRole, TeamRole
from passeurs.organisations.queries import team_of


def people_to_tell(dossier):
    """Those who write for the holder, and the coordination's team."""
    holders = User.objects.filter(
        is_active=True,
        memberships__structure=dossier.structure_id,
        memberships__role__in=[MemberRole.REPRESENTATIVE, MemberRole.EDITOR],
    )
    return list(holders), team_of(dossier.edition.coordination_id, TeamRole.COORDINATION)
