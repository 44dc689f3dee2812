"""An edition of the call: its parameters, its dates, and the document made of them."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from passeurs.calls import calendar
from passeurs.calls.enums import (
    CeilingScope,
    Publisher,
    RuralKind,
    ShareBase,
    TwoFunctions,
)


class EditionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_public=True)

    def listed(self):
        """Published, and not put away in the archives."""
        return self.published().filter(archived_at=None)

    def visible_to(self, user):
        """Published editions for anyone; a coordination's team also sees its drafts."""
        if not user.is_authenticated:
            return self.published()
        mine = Q(coordination__team__user=user)
        return self.filter(Q(is_public=True) | mine).distinct()

    def with_coordination(self):
        return self.select_related("coordination")


class Edition(models.Model):
    """One call of one coordination: a year, or one of the sittings of a year.

    Rows are the truth; `document_cache` is their serialisation, refreshed by the one action
    that changes an edition, so that a reader needs a single query; `version` counts the changes.
    Money is euros.
    """

    coordination = models.ForeignKey(
        "organisations.Coordination", on_delete=models.PROTECT, related_name="editions"
    )
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    sitting = models.PositiveSmallIntegerField(default=1)
    timezone = models.CharField(max_length=64, default="Europe/Paris")
    is_public = models.BooleanField(default=False)

    floor = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    ceiling = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    ceiling_scope = models.CharField(max_length=20, choices=CeilingScope.choices)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    share_base = models.CharField(max_length=20, choices=ShareBase.choices)
    cofunding_required = models.BooleanField(default=True)

    min_actions = models.PositiveSmallIntegerField(default=1)
    natures_required = models.JSONField(default=list, blank=True)
    rulings_shown = models.BooleanField(
        "le porteur lit les motifs de la coordination sur les points de l’appel", default=True
    )
    publisher = models.CharField(
        "qui publie les décisions",
        max_length=12,
        choices=Publisher.choices,
        default=Publisher.COORDINATION,
    )
    shows_rank = models.BooleanField(
        "le porteur lit son rang sur la liste d’attente", default=False
    )
    publishes_results = models.BooleanField("les résultats sont publics", default=False)
    publishes_amounts = models.BooleanField("les montants accordés sont publics", default=False)
    one_structure_two_functions = models.CharField(
        max_length=12, choices=TwoFunctions.choices, default=TwoFunctions.TO_CONFIRM
    )
    legal_statuses = models.JSONField(default=list)

    age_min = models.PositiveSmallIntegerField()
    age_max = models.PositiveSmallIntegerField()
    core_share = models.DecimalField(max_digits=5, decimal_places=2)
    bands = models.JSONField(default=list)
    report_under = models.PositiveSmallIntegerField()

    qpv_vintage = models.PositiveSmallIntegerField()
    rural_kind = models.CharField(max_length=3, choices=RuralKind.choices)
    rural_vintage = models.PositiveSmallIntegerField()

    opens_at = models.DateTimeField(db_index=True)
    contact_before_at = models.DateTimeField(null=True)
    filing_before_at = models.DateTimeField(db_index=True)
    document_cache = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-sitting", "slug"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("calls:detail", args=[self.slug])

    def access_roles(self, user) -> set[str]:
        """What the person is to this edition: their roles in its coordination's team."""
        return self.coordination.access_roles(user) if user.is_authenticated else set()

    def document(self) -> dict:
        """The edition document (`passeurs.edition/1`), without a query."""
        return self.document_cache

    def milestone(self, kind: str) -> calendar.Moment | None:
        """A date of the edition (`.at_local` naive, `.at` in UTC), without a query."""
        return calendar.moment(self.document_cache, kind)

    def is_open(self, *, at: datetime) -> bool:
        """Whether a dossier may be filed; the last second of the deadline still counts."""
        return self.opens_at <= at and at.replace(microsecond=0) <= self.filing_before_at

    def is_closed(self, *, at: datetime) -> bool:
        """Whether the last second of the filing deadline has passed."""
        return at.replace(microsecond=0) > self.filing_before_at

    def is_coming(self, *, at: datetime) -> bool:
        return at < self.opens_at
