"""The outbox: what is to be sent, written in the transaction of the deed it tells of."""

import uuid
from datetime import datetime

from django.db import models

from .enums import MessageState


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, *, at: datetime) -> "OutboxQuerySet":
        """Waiting messages whose hour has come, and those a dead worker left half-way."""
        unfinished = [MessageState.WAITING, MessageState.SENDING]
        return self.filter(state__in=unfinished, next_attempt_at__lte=at)


class OutboxMessage(models.Model):
    """One message to one person; `key` names the deed, so that it is told once to each.

    `next_attempt_at` is, while waiting, the hour of the next try; while sending, the hour at which
    the try counts as abandoned and another worker may take the message up. `attachments` are
    promises (see `attachments.py`), `failed_builds` how often they could not be kept. The words
    of a secret message are erased once it has left, those of the others after a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    failed_builds = models.PositiveSmallIntegerField(default=0)
    is_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "to"], name="outbox_once_per_person"),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="outbox_due")]
        verbose_name = "message à envoyer"
        verbose_name_plural = "messages à envoyer"

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"
