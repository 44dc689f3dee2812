"""Which coordinations a person keeps the directories of."""

from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import Coordination


def desks_of(user):
    """The coordinations in whose own team the person is."""
    if not user.is_authenticated:
        return Coordination.objects.none()
    rows = Coordination.objects.filter(team__user=user, team__role=TeamRole.COORDINATION)
    return rows.distinct().order_by("region_name", "pk")
