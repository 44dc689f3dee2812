"""What the coordination asks to be sent beside what the call asks, and what came of it."""

from django.conf import settings
from django.db import models

from ..enums import RequestState
from .dossier import Dossier


class DocumentRequest(models.Model):
    """One document asked for, until a day; asked again, it is the same row at its next `round`.

    `due_on` is a whole day where the edition is. `key` is the page's, so that it is asked once.
    `reason` is why it was asked again, or taken back, in words for the holder.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="document_requests")
    label = models.CharField("pièce demandée", max_length=160)
    words = models.TextField("ce qu’il faut savoir", blank=True)
    due_on = models.DateField("attendue au plus tard le")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    round = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField("motif", blank=True)
    key = models.UUIDField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "key"], name="one_request_per_key")
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="request_due")]

    @property
    def is_open(self):
        """Whether somebody still owes something: the holder a file, or the coordination a word."""
        return self.state in {RequestState.ASKED, RequestState.RECEIVED}

    def is_late(self, *, today):
        return self.state == RequestState.ASKED and self.due_on < today


class DocumentAnswer(models.Model):
    """A file sent for it: the latest is the one that counts, the others are kept."""

    request = models.ForeignKey(DocumentRequest, models.CASCADE, related_name="answers")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    word = models.TextField("un mot avec ce fichier", blank=True)
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
