"""Who wrote what: the memory that keeps a newer text from being lost."""

from django.conf import settings
from django.db import models

from .dossier import Dossier


class Written(models.Model):
    """A text and who wrote it: a person with an account; where there is none, `signature`."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signature = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def author(self):
        """Who wrote, as the screens name them; "" when nobody is known."""
        return self.signature or (self.by.get_full_name() if self.by else "")


class FieldChange(Written):
    """One field's change, at the version it made; `typing` when written for the holder."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="changes")
    section = models.CharField(max_length=12)
    row = models.CharField(max_length=24, blank=True)
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    typing = models.ForeignKey(
        "TypingSession", models.PROTECT, null=True, blank=True, related_name="changes"
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["dossier", "section", "version"])]


class SetAside(Written):
    """A text that met a newer one: both are shown until somebody chooses."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="set_asides")
    section = models.CharField(max_length=12)
    row = models.CharField(max_length=24, blank=True)
    field = models.CharField(max_length=60)
    text = models.TextField()
    settled_at = models.DateTimeField(null=True, blank=True)
