"""The outbox: what is to be sent, written in the transaction of the deed it tells of; what each
address chose to receive, and the addresses that do not receive.
"""

import uuid
from datetime import datetime

from django.db import models

from .enums import Family, MessageState, Rhythm


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, *, at: datetime) -> "OutboxQuerySet":
        """Waiting messages whose hour has come, and those a dead worker left half-way."""
        unfinished = [MessageState.WAITING, MessageState.SENDING]
        return self.filter(state__in=unfinished, next_attempt_at__lte=at)

    def to_digest(self, *, at: datetime) -> "OutboxQuerySet":
        """Kept for a digest whose hour has come."""
        return self.filter(state=MessageState.HELD, next_attempt_at__lte=at)

    def addressed_to(self, address: str) -> "OutboxQuerySet":
        return self.filter(to=address.strip().lower())


class OutboxMessage(models.Model):
    """One message to one person; `key` names the deed, so that it is told once to each.

    `scope` is the slug of the coordination it belongs to, `about` the object it speaks of
    (« dossier:<uuid> ») and `about_label` its name; `family` is empty when it cannot be refused.
    `next_attempt_at` is, while waiting, the hour of the next try; while sending, the hour at which
    the try counts as abandoned and another worker may take the message up; while held, that of
    the digest. `attachments` are promises (see `attachments.py`), `failed_builds` how often they
    could not be kept. The words of a secret message are erased once it has left, those of the
    others after a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200)
    to = models.EmailField(max_length=254)
    family = models.CharField(max_length=12, default="", blank=True)
    scope = models.CharField(max_length=80, default="", blank=True)
    about = models.CharField(max_length=60, default="", blank=True)
    about_label = models.CharField(max_length=200, default="", blank=True)
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
    digest = models.ForeignKey("self", models.SET_NULL, null=True, related_name="items")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "to"], name="outbox_once_per_person"),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="outbox_due"),
            models.Index(fields=["scope", "-created_at"], name="outbox_scope"),
            models.Index(fields=["to", "-created_at"], name="outbox_to"),
            models.Index(fields=["about", "-created_at"], name="outbox_about"),
        ]
        verbose_name = "message à envoyer"
        verbose_name_plural = "messages à envoyer"

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"


class MailChoice(models.Model):
    """What an address chose of one family; without a row, everything comes at once.

    By address and not by account: a partner who has none may stop its reminders too. `previous`
    is what undoing brings back.
    """

    address = models.EmailField(max_length=254)
    family = models.CharField(max_length=12, choices=Family)
    rhythm = models.CharField(max_length=8, choices=Rhythm)
    previous = models.CharField(max_length=8, choices=Rhythm, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["address", "family"], name="one_choice_per_family")
        ]


class DeadAddress(models.Model):
    """An address whose server gave a message back, until somebody says that it receives again.

    `is_hard` when the box itself does not exist or is closed: nothing that may be left out is
    written to it meanwhile. `status` is the code of RFC 3463 (« 5.1.1 »), or the server's reply.
    """

    address = models.EmailField(max_length=254, unique=True)
    status = models.CharField(max_length=20)
    is_hard = models.BooleanField(default=False)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_at"]
