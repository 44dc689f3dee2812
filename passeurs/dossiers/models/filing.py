"""What is joined to a dossier, and what is frozen when it is filed."""

from django.conf import settings
from django.db import models

from .content import Partner, Person
from .dossier import Dossier


class Attachment(models.Model):
    """A file of a dossier; its kind is one of the edition's required documents."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True)
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "pk"]


class Snapshot(models.Model):
    """The dossier as it stood when filed, and its receipt; never changed, only withdrawn.

    `received_at` is the database's clock, taken once. `document` is the exchange document,
    `sha256` that of its canonical JSON. One that a correction froze keeps the `received_at` of the
    filing that it corrects, and says when it came back in `corrected_at`.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    receipt_number = models.CharField(max_length=100, unique=True)
    received_at = models.DateTimeField()
    document = models.JSONField()
    edition_document = models.JSONField()
    verdicts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="one_snapshot_per_number")
        ]
