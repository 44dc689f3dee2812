"""A change to an open edition: the document as it would be, and what it would change."""

import uuid

from django.conf import settings
from django.db import models

from ..enums import ChangeState


class Change(models.Model):
    """Nothing of it holds before it is confirmed, with a reason.

    `version` is that of the edition it was read upon; `found` the dossiers whose answers change,
    each with its answers before and after.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey("calls.Edition", models.CASCADE, related_name="changes")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    part = models.CharField(max_length=160)
    document = models.JSONField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ChangeState, default=ChangeState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "pk"]

    @property
    def is_running(self):
        return self.state in {ChangeState.WAITING, ChangeState.RUNNING}
