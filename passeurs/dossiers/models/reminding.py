"""The reminders of an edition: which left, which are held back, and until when it was looked at."""

from django.db import models

from ..enums import ReminderKind
from .dossier import Dossier


class Reminding(models.Model):
    """How far an edition's reminders have been looked at, and the kinds that are held back.

    What came due before `checked_at` was seen then, and sent or rightly left out: a due date that
    moves brings back none of the mornings that are behind.
    """

    edition = models.OneToOneField("calls.Edition", models.CASCADE, related_name="reminding")
    checked_at = models.DateTimeField(null=True, blank=True)
    held = models.JSONField(default=list, blank=True)


class Reminder(models.Model):
    """One reminder that left: the row is what makes it leave once.

    `target` names what is due within the dossier (a request, a partner), empty for the dossier;
    `due_at` is the date it spoke of, so that another date has reminders of its own.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=ReminderKind)
    target = models.CharField(max_length=40, default="", blank=True)
    step = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "target", "step", "due_at"], name="reminder_once"
            )
        ]
        indexes = [models.Index(fields=["dossier", "kind"], name="reminder_of_dossier")]
