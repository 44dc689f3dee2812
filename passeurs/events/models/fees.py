"""The yearly membership of a structure to the coordination."""

from django.conf import settings
from django.db import models

from passeurs.organisations.models import TeamMember

from ..enums import FEE_TONES, FeeState


class FeeQuerySet(models.QuerySet):
    def of_desk(self, user):
        teams = TeamMember.objects.filter(user=user, coordination__isnull=False)
        return self.filter(coordination__in=teams.values("coordination"))

    def held_by(self, user):
        """Those of one's own structures."""
        return self.filter(structure__members=user)


class MembershipFee(models.Model):
    """One line for a structure, a coordination and a year; `settled_on` is when it was paid."""

    coordination = models.ForeignKey(
        "organisations.Coordination", models.PROTECT, related_name="fees"
    )
    structure = models.ForeignKey("organisations.Structure", models.PROTECT, related_name="fees")
    year = models.PositiveSmallIntegerField("année")
    state = models.CharField("état", max_length=6, choices=FeeState, default=FeeState.DUE)
    settled_on = models.DateField("réglée le", null=True, blank=True)
    reminded_at = models.DateTimeField("relancée le", null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = FeeQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "structure__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coordination", "structure", "year"], name="events_one_fee_a_year"
            )
        ]

    @property
    def tone(self):
        return FEE_TONES[FeeState(self.state)]

    def access_roles(self, user):
        return self.coordination.access_roles(user)
