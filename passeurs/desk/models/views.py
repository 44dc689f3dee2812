"""Filters and columns worth keeping under a name."""

from django.conf import settings
from django.db import models

from passeurs.organisations.models import Coordination, TeamMember


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those shared in a coordination where one works."""
        teams = TeamMember.objects.filter(user=user, role="coordination")
        ours = self.filter(coordination__in=teams.values("coordination"))
        return ours.filter(models.Q(owner=user) | models.Q(is_shared=True))


class SavedView(models.Model):
    """Filters worth coming back to: `query` is the address's own, without the page."""

    coordination = models.ForeignKey(Coordination, models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField("nom", max_length=60)
    query = models.CharField(max_length=600)
    is_shared = models.BooleanField("partagée avec l’équipe", default=False)
    created_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coordination", "owner", "name"], name="desk_one_view_per_name"
            )
        ]

    def __str__(self):
        return self.name


class ColumnChoice(models.Model):
    """Columns worth choosing once: for one kind of table, for oneself or for the team."""

    coordination = models.ForeignKey(Coordination, models.CASCADE, related_name="column_choices")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    name = models.CharField("nom", max_length=60)
    columns = models.JSONField(default=list)
    is_shared = models.BooleanField("partagé avec l’équipe", default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coordination", "owner", "kind", "name"], name="desk_one_choice_per_name"
            )
        ]
