"""Who is in a dossier at this moment, and where."""

from django.conf import settings
from django.db import models

from .dossier import Dossier


class Presence(models.Model):
    """The last sign of life of one person in one dossier: one row each, moved at every beat.

    A person whose last sign is older than `rules.GONE_AFTER` is gone; nothing needs to be erased.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section = models.CharField(max_length=12, blank=True)
    row = models.CharField(max_length=24, blank=True)
    field = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "user"], name="one_presence_per_person")
        ]
