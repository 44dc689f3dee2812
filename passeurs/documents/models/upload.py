"""A file on its way: what has come of it so far, and from whom."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from ..rules import share_of


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: Any) -> "UploadQuerySet":
        """One's own alone: nobody goes on with, reads or stops another's."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def running(self, *, at: datetime) -> "UploadQuerySet":
        """Neither finished nor too old to be gone on with."""
        return self.filter(finished_at=None, expires_at__gt=at)


class Upload(models.Model):
    """Pieces received in order; the bytes wait in a file of ours, named by the row's key.

    `modified` is when the sender's file last changed, in milliseconds of his own clock: with its
    name and size, what tells that it is the same one. `place` is where the whole file is meant to
    go, in the words of the app that asked for it; `received` is how many bytes have come, the only
    offset from which one may go on. A finished row stays an hour, for a second click.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=200)
    name = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField()
    modified = models.PositiveBigIntegerField(default=0)
    received = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["owner", "place"], name="upload_of_place")]
        verbose_name = "envoi en cours"
        verbose_name_plural = "envois en cours"

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

    @property
    def percent(self) -> int:
        """How much has come, for a reader: 100 only once all has."""
        return share_of(self.received, self.size)
