"""Who wrote what: the memory that keeps a newer text from being lost."""

from django.conf import settings
from django.db import models

from .dossier import Dossier


class FieldChange(models.Model):
    """One field's change, at the section's version it made."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="changes")
    section = models.CharField(max_length=12)
    row = models.CharField(max_length=24, blank=True)
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["dossier", "section", "version"])]


class SetAside(models.Model):
    """A text that met a newer one: both are shown until somebody chooses."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="set_asides")
    section = models.CharField(max_length=12)
    row = models.CharField(max_length=24, blank=True)
    field = models.CharField(max_length=60)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
