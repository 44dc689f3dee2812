"""What the coordination decided of a filed dossier: admissible or not, and in which words."""

from django.conf import settings
from django.db import models

from ..enums import Outcome
from .dossier import Dossier


class Admission(models.Model):
    """A decision, in the words that the holder was sent; never changed, only taken back.

    `reasons` are sentences, `appeal` the ways to contest a refusal, in Markdown.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="admissions")
    outcome = models.CharField(max_length=12, choices=Outcome)
    reasons = models.JSONField("motifs", default=list, blank=True)
    words = models.JSONField(default=dict, blank=True)
    appeal = models.TextField("voies de recours", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    @property
    def is_refusal(self):
        return self.outcome == Outcome.INADMISSIBLE
