"""Tables made in the background."""

import uuid

from django.conf import settings
from django.db import models

from passeurs.documents.models import random_name

from ..enums import ExportState


class Export(models.Model):
    """A table asked for, made by the worker, kept a day for who asked.

    `filters` are those of the list (`queries.dossiers.Filters`), `query` its address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    kind = models.CharField(max_length=12)
    format = models.CharField(max_length=4)
    columns = models.JSONField(default=list)
    query = models.CharField(max_length=600, blank=True)
    filters = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to=random_name, max_length=60, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-asked_at", "pk"]

    @property
    def is_running(self):
        return self.state in {ExportState.WAITING, ExportState.RUNNING}
