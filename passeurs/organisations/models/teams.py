"""Inviting somebody into a team: a coordination's, beside it, or the national one."""

from django.db import models
from django.db.models import Q

from ..enums import TeamRole
from .coordination import Coordination
from .invitation import NOT_ANSWERED, Invitation


class TeamInvitation(Invitation):
    """To work for a coordination or beside it; without coordination, for the national team."""

    structure_path = ""

    coordination = models.ForeignKey(
        Coordination, models.CASCADE, related_name="team_invitations", null=True, blank=True
    )
    role = models.CharField("rôle", max_length=16, choices=TeamRole)

    class Meta(Invitation.Meta):
        verbose_name = "invitation dans une équipe"
        verbose_name_plural = "invitations dans une équipe"
        constraints = [
            models.UniqueConstraint(
                fields=["coordination", "email", "role"],
                condition=NOT_ANSWERED & Q(coordination__isnull=False),
                name="organisations_one_pending_team_invitation",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=NOT_ANSWERED & Q(coordination=None),
                name="organisations_one_pending_national_invitation",
            ),
        ]

    @property
    def what(self):
        """The team, as its invitation names it."""
        return self.coordination.name if self.coordination else "L’équipe nationale"
