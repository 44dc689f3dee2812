"""The desk’s card of a dossier, its labels and its notes."""

from django.conf import settings
from django.db import models

from passeurs.organisations.models import Coordination

from ..enums import Zone


class Label(models.Model):
    """A word of the coordination's own, put on dossiers to find them again."""

    coordination = models.ForeignKey(Coordination, models.CASCADE, related_name="labels")
    name = models.CharField("étiquette", max_length=40)
    folded = models.CharField(max_length=60, editable=False)

    class Meta:
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(fields=["coordination", "folded"], name="desk_one_label")
        ]

    def __str__(self):
        return self.name


class Docket(models.Model):
    """The desk's card of a dossier: who follows it, its labels, and its figures as last read.

    The figures are read from the dossier's document and verdicts at `read_at` (empty: to be read
    again), so that a list of ten thousand can be sorted and filtered without judging them anew.
    Amounts are euros; `departments` holds codes between spaces: « 31 81 » is `" 31 81 "`. Of the
    `judged` points, so many are `met`, `blocking` as they stand, or `to_confirm`.
    """

    dossier = models.OneToOneField("dossiers.Dossier", models.CASCADE, related_name="docket")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="dockets"
    )
    labels = models.ManyToManyField(Label, related_name="dockets", blank=True)
    requested = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    total = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    departments = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=8, choices=Zone, blank=True)
    voir = models.PositiveSmallIntegerField(default=0)
    faire = models.PositiveSmallIntegerField(default=0)
    judged = models.PositiveSmallIntegerField(default=0)
    met = models.PositiveSmallIntegerField(default=0)
    blocking = models.PositiveSmallIntegerField(default=0)
    to_confirm = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["requested"], name="desk_by_request"),
            models.Index(fields=["read_at"], name="desk_by_reading"),
        ]


class Note(models.Model):
    """What the team tells itself of a dossier; the holder's side has no way to it."""

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("note")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
