"""What the committee decides of a dossier, before anybody is told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import Verdict
from .envelopes import Envelope
from .sittings import Passage


class Decision(models.Model):
    """A dossier's outcome at a sitting; `version` rises with each change.

    A grant has amounts, a refusal its reason, a place on the waiting list its rank. Nobody outside
    the sitting reads it until it is published.
    """

    passage = models.OneToOneField(Passage, models.PROTECT, related_name="decision")
    verdict = models.CharField("décision", max_length=10, choices=Verdict)
    conditions = models.TextField("conditions", blank=True)
    reason = models.TextField("motif", blank=True)
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.WAITING) ^ Q(rank=None),
                name="committee_rank_is_of_the_waiting_list",
            )
        ]


class Grant(models.Model):
    """What one envelope gives, in euros."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="grants")
    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="grants")
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["envelope_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "envelope"], name="committee_one_grant_per_envelope"
            )
        ]
