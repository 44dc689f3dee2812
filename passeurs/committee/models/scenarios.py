"""Ways of sharing the envelopes of a sitting, tried side by side before anything is decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import Search
from .envelopes import Envelope
from .sittings import Passage, Sitting


class ScenarioQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those shared in the sittings one sees."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(created_by=user) | Q(is_shared=True)
        return self.filter(mine, sitting__in=Sitting.objects.visible_to(user).values("pk"))


class Scenario(models.Model):
    """`order` lists passages, best first, as ranked when it was last asked; those put on the order
    since come last. `line` is how many of them are above the cut.

    `options` are those of the last proposal (`queries.options`) and `told` what it said; `search`
    says where it is. `version` rises with each change of amounts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="scenarios")
    name = models.CharField("nom", max_length=60)
    is_shared = models.BooleanField("partagé avec la séance", default=False)
    order = models.JSONField(default=list)
    line = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    options = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    search = models.CharField(max_length=8, choices=Search, blank=True)
    searched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "created_by", "name"], name="committee_one_scenario_per_name"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def access_state(self):
        return self.sitting.state

    @property
    def is_running(self):
        return self.search == Search.WAITING

    def access_roles(self, user):
        """What the person is to the sitting; a private scenario is its author's alone."""
        is_theirs = self.is_shared or self.created_by_id == user.pk
        return self.sitting.access_roles(user) if is_theirs else set()


class Portion(models.Model):
    """What a scenario gives to a dossier from an envelope, in euros; it decides nothing."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="portions")
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="portions")
    envelope = models.ForeignKey(Envelope, models.CASCADE, related_name="portions")
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "passage", "envelope"], name="committee_one_portion_each"
            )
        ]


class PortionChange(models.Model):
    """An amount typed in a scenario. One that met a newer amount is not kept in its place, and
    stays here (`is_kept` is false) with what it would have said.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField()
    is_kept = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["scenario", "version"], name="committee_by_version")]
