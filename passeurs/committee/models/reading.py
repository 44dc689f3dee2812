"""What each reader thinks of each dossier, criterion by criterion."""

from django.conf import settings
from django.db import models

from ..marking import out_of
from .sittings import Passage, Seat


class Reading(models.Model):
    """One seat's reading of one dossier; given, it counts, and stays theirs until deliberation.

    `score` is from 0 to 1, written when it is given (`marking.score_of`); `version` rises with
    each save.
    """

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="readings")
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="readings")
    comment = models.TextField("avis d’ensemble", blank=True)
    version = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "passage"], name="committee_one_reading_per_seat"
            )
        ]

    @property
    def out_of(self):
        """The score out of 20, None without marks."""
        return None if self.score is None else out_of(self.score)

    @property
    def is_given(self):
        return self.given_at is not None


class Mark(models.Model):
    """A mark and its comment, by the code of its criterion in the sitting's grid."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="marks")
    criterion = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField("note", null=True)
    comment = models.TextField("commentaire", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "criterion"], name="committee_one_mark_per_criterion"
            )
        ]


class Chase(models.Model):
    """A message sent to a reader who had dossiers left; `step` says which, once by due date."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="chases")
    step = models.CharField(max_length=6)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "step", "due_at"], name="committee_chased_once")
        ]


class Annotation(models.Model):
    """What a reader notes for themselves on a part of a dossier; read by nobody else, ever.

    No screen, export or PDF shows it to another; it goes with the sitting's other drafts, six
    months after its day (`actions.annotations.forget_annotations`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="annotations")
    part = models.CharField(max_length=12)
    text = models.TextField()
    touched_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "passage", "part"], name="committee_one_note_per_part"
            )
        ]
