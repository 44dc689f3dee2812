"""A file somebody gave us, kept outside the web root under a name nobody can guess."""

import secrets
import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import ScanState


def random_name(instance: models.Model, filename: str) -> str:
    """Where the bytes go: nothing of the sender's name, two levels so that folders stay small."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token[2:4]}/{token}"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def due(self, *, at: datetime) -> "StoredFileQuerySet":
        """In quarantine, and to be shown to the scanner by now."""
        return self.filter(scan_state=ScanState.WAITING).filter(
            Q(next_scan_at=None) | Q(next_scan_at__lte=at)
        )


class StoredFile(models.Model):
    """Bytes with what is known of them; written once, never changed.

    `original_name` is cleaned and only ever shown or sent back; `owner_scope` is the slug of the
    coordination, empty when the file concerns none. Who may read a file is told by the object that
    refers to it, never by this row; whether it may leave at all is told by `scan_state`.
    `next_scan_at` is the hour of the next try, or the one at which a try counts as abandoned.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_scope = models.CharField(max_length=80, blank=True)
    original_name = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content_type = models.CharField(max_length=100)
    file = models.FileField(upload_to=random_name, max_length=60)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="stored_files",
    )
    uploaded_at = models.DateTimeField()
    scan_state = models.CharField(
        "analyse", max_length=12, choices=ScanState, default=ScanState.NOT_SCANNED
    )
    scan_attempts = models.PositiveIntegerField(default=0)
    next_scan_at = models.DateTimeField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    signature = models.CharField(max_length=120, blank=True, default="")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "id"]
        indexes = [models.Index(fields=["scan_state", "next_scan_at"], name="file_scan_due")]
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_waiting(self) -> bool:
        """Whether the file is in quarantine, until the scanner has spoken."""
        return self.scan_state == ScanState.WAITING

    @property
    def is_infected(self) -> bool:
        return self.scan_state == ScanState.INFECTED

    @property
    def may_leave(self) -> bool:
        """Whether it may be handed to those who may read what refers to it."""
        return not (self.is_waiting or self.is_infected)
