"""Who is kept away from a dossier, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from ..enums import Tie


class RecusalQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(lifted_at=None)


class Recusal(models.Model):
    """One tie of one person to one dossier; while it stands, they judge nothing of it.

    A tie that was found is not found again once lifted. The coordination prepares every dossier:
    only what one of its people declared keeps them away.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recusals")
    tie = models.CharField("lien", max_length=12, choices=Tie)
    reason = models.CharField("précision", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    lifted_because = models.CharField("motif de la levée", max_length=300, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "user", "tie"], name="one_recusal_per_tie")
        ]
        indexes = [
            models.Index(
                fields=["user", "dossier"],
                condition=Q(lifted_at=None),
                name="recusal_in_force",
            )
        ]

    @property
    def is_in_force(self):
        return self.lifted_at is None


def keeping_away(user, **more):
    """Whether a recusal in force keeps the person from the dossier the question is about."""
    rows = Recusal.objects.filter(dossier=OuterRef("pk"), user=user, lifted_at=None, **more)
    return Exists(rows)
