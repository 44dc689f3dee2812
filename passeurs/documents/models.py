"""A file somebody gave us, kept outside the web root under a name nobody can guess."""

import secrets
import uuid

from django.conf import settings
from django.db import models


def random_name(instance: "StoredFile", filename: str) -> str:
    """Where the bytes go: nothing of the sender's name, two levels so that folders stay small."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token[2:4]}/{token}"


class StoredFile(models.Model):
    """Bytes with what is known of them; written once, never changed.

    `original_name` is cleaned and only ever shown or sent back; `owner_scope` is the slug of the
    coordination, empty when the file concerns none. Who may read a file is told by the object that
    refers to it, never by this row.
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

    class Meta:
        ordering = ["uploaded_at", "id"]
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"

    def __str__(self) -> str:
        return self.original_name
