"""A file sent and not yet acted upon: it waits while its reader looks at what it would do."""

import uuid

from django.conf import settings
from django.db import models


class PendingFileQuerySet(models.QuerySet):
    def waiting(self, user, *, purpose, subject, at):
        """The person's own files for that purpose and that subject, not yet expired, last first."""
        own = self.filter(uploaded_by=user, purpose=purpose, subject=str(subject))
        return own.filter(expires_at__gt=at)


class PendingFile(models.Model):
    """Bytes that only the person who sent them reads back, for a day at most.

    `purpose` names the import (« budget », « films »), `subject` the object it is for. `choices`
    is what the person said of it (which column is which), `told` how the file was read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.SlugField(max_length=30)
    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    told = models.CharField(max_length=120)
    choices = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = PendingFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "id"]
        verbose_name = "fichier en attente"
        verbose_name_plural = "fichiers en attente"

    def __str__(self):
        return self.name
