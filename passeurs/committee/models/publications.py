"""Telling what was decided: letters prepared one by one, then published all at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import LetterState
from .sittings import Passage, Sitting


class Publication(models.Model):
    """Decisions of a sitting told together; the next ones (a waiting list) are another.

    `beat_at` is the last sign of life of the worker that prepares its letters.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="publications")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting"],
                condition=Q(published_at=None),
                name="committee_one_publication_at_a_time",
            )
        ]


class Letter(models.Model):
    """One dossier's letter: `facts` is every word of it, `digest` theirs, `content` the PDF.

    Facts that are no longer the dossier's make it stale. Once published, the PDF is the award's.
    `tries` is counted before each try, so that one which takes the worker down is given up.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="letters")
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="letters")
    decision_version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=LetterState, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(default=b"")
    prepared_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True)
    award = models.OneToOneField(
        "dossiers.Award", models.PROTECT, null=True, related_name="decision_letter"
    )

    class Meta:
        ordering = ["passage__rank", "passage_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "passage"], name="committee_one_letter_per_passage"
            )
        ]

    @property
    def is_ready(self):
        return self.state == LetterState.READY


class Skip(models.Model):
    """A dossier of the waiting list left aside when something was freed, and why."""

    passage = models.OneToOneField(Passage, models.CASCADE, related_name="skip")
    reason = models.CharField("motif", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
