"""What the holder's team and the coordination write to each other about a dossier."""

from django.conf import settings
from django.db import models

from ..enums import Side
from .dossier import Dossier


class Message(models.Model):
    """One message, never rewritten nor removed; `key` is the page's, so that it is kept once.

    `mailed_at` is when its words left by e-mail, together with those written near it.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="messages")
    side = models.CharField(max_length=12, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    key = models.UUIDField()
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "key"], name="one_message_per_key")
        ]
        indexes = [
            models.Index(fields=["dossier", "side", "id"], name="message_unread"),
            models.Index(fields=["at"], condition=models.Q(mailed_at=None), name="message_to_mail"),
        ]


class MessageFile(models.Model):
    """A file joined to a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class Reading(models.Model):
    """How far a person has read the messages of a dossier."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    up_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "user"], name="one_reading_per_person")
        ]
