"""The file of a sitting as one PDF, one copy for each reader."""

import uuid

from django.conf import settings
from django.db import models

from ..enums import Making
from .sittings import Sitting


class SittingFile(models.Model):
    """One reader's copy; another one made takes its place.

    `seen` names the dossiers in it, `fingerprint` stands for all it tells: whoever may no longer
    read one of those does not fetch it, and once another fingerprint holds it says it is stale.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="files")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=Making, default=Making.WAITING)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    seen = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    content = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "reader"], name="committee_one_file_per_reader"
            )
        ]

    @property
    def is_running(self):
        return self.state == Making.WAITING

    @property
    def is_made(self):
        return self.state == Making.DONE
