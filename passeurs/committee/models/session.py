"""The sitting while it is held: what is on screen, who is there, what was voted and remarked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import Choice, Outcome, Verdict
from .decisions import Decision
from .sittings import Passage, Seat, Sitting


class Session(models.Model):
    """What everybody's screen follows.

    `version` rises with each deed, `shown` with each change of the dossier on screen alone: it is
    all that may be told to whoever is kept away from that dossier.
    """

    sitting = models.OneToOneField(Sitting, models.CASCADE, related_name="session")
    passage = models.ForeignKey(Passage, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    counts_votes = models.BooleanField("compter les voix", default=False)
    is_secret = models.BooleanField("à bulletin secret", default=False)
    has_casting_voice = models.BooleanField("voix prépondérante à la présidence", default=False)
    needs_quorum = models.BooleanField("ne rien décider sans le quorum", default=False)


class Presence(models.Model):
    """A seat's coming; a second one is a return."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="presences")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(left_at=None), name="committee_present_once"
            )
        ]


class Leaving(models.Model):
    """Somebody present who was kept away while this dossier was on screen."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="leavings")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "seat"], name="committee_leaves_once")
        ]


class Remark(models.Model):
    """What who keeps the sitting writes for the minutes; added, never rewritten."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="remarks")
    text = models.TextField("remarque")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class DecisionVersion(models.Model):
    """A decision as it was at one version; `amounts` is euros by funder, as text.

    `voices` is how many were there to take it, those kept away apart.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    amounts = models.JSONField(default=dict)
    conditions = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    rank = models.PositiveSmallIntegerField(null=True)
    voices = models.PositiveSmallIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "version"], name="committee_one_decision_per_version"
            )
        ]


class Ballot(models.Model):
    """One vote on one dossier; the counts are those of the voices, and all a secret one keeps."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="ballots")
    is_secret = models.BooleanField()
    has_casting_voice = models.BooleanField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    in_favour = models.PositiveSmallIntegerField(default=0)
    against = models.PositiveSmallIntegerField(default=0)
    abstained = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    is_cast = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["passage"], condition=Q(closed_at=None), name="committee_one_open_ballot"
            )
        ]


class Voice(models.Model):
    """The one voice of a titular seat; `choice` stays empty where the vote is secret."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="voices")
    titular = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "titular"], name="committee_one_voice_each")
        ]


class Minutes(models.Model):
    """The minutes, frozen: `data` is every word, `content` the PDF, `sha256` that of the PDF.

    A correction is another version, which says what it replaces and why.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="minutes")
    version = models.PositiveIntegerField()
    reason = models.CharField("ce qui est corrigé", max_length=300, blank=True)
    data = models.JSONField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "version"], name="committee_one_minutes_per_version"
            )
        ]
