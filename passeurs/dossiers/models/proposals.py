"""A practitioner whom the coordination proposes for an action, and the holder's answer."""

from django.conf import settings
from django.db import models

from ..enums import ProposalState
from .content import Action


class Proposal(models.Model):
    """One person for one action, with a word of why; `answer` is the holder's own word."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="proposals")
    practitioner = models.ForeignKey(
        "network.Practitioner", models.CASCADE, related_name="proposals"
    )
    words = models.TextField("pourquoi cette personne", blank=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    answer = models.TextField("réponse", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "practitioner"], name="one_proposal_per_practitioner"
            )
        ]

    @property
    def is_open(self):
        return self.state == ProposalState.PROPOSED
