"""One thing done to many dossiers, in the background, and what came of each."""

import uuid

from django.conf import settings
from django.db import models

from passeurs.documents.models import random_name

from ..enums import ItemState, JobKind, JobState


class Job(models.Model):
    """A gesture on chosen dossiers: confirmed by its owner, then done by the worker.

    `options` are those of its form, as JSON; `query` is the address of the list they were chosen
    in. `beat_at` is the last sign of life of the worker that runs it. `file` is what it made, kept
    until `file_until`; the report itself stays until `expires_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=12, choices=JobKind)
    options = models.JSONField(default=dict)
    query = models.CharField(max_length=600, blank=True)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.DRAFT)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=random_name, max_length=60, blank=True)
    file_until = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-asked_at", "pk"]
        indexes = [models.Index(fields=["state", "beat_at"], name="desk_job_alive")]

    @property
    def is_running(self):
        return self.state in {JobState.WAITING, JobState.RUNNING}

    @property
    def is_draft(self):
        return self.state == JobState.DRAFT


class JobItem(models.Model):
    """One dossier of a job: done, or the sentence that says why not.

    `tries` is counted before each try, so that one which takes the worker down is given up.
    """

    job = models.ForeignKey(Job, models.CASCADE, related_name="items")
    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.WAITING)
    reason = models.TextField("motif", blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "dossier"], name="desk_one_item_per_dossier")
        ]
        indexes = [models.Index(fields=["job", "state", "position"], name="desk_items_left")]
