"""An edition of the call and its rows: what a region may change without a developer."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from passeurs.calls import calendar
from passeurs.calls.enums import (
    CeilingScope,
    DocumentScope,
    DocumentWhen,
    Function,
    MilestoneKind,
    Nature,
    Precision,
    RuleCode,
    RuralKind,
    ShareBase,
    TwoFunctions,
)


class EditionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_public=True)

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
    that changes an edition, so that a reader needs a single query. Money is euros.
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


class EditionRow(models.Model):
    """A row of an edition, kept in the order of its document."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="%(class)s_rows")
    position = models.PositiveSmallIntegerField(default=0)

    objects = models.Manager()

    class Meta:
        abstract = True
        ordering = ["position"]


class Milestone(EditionRow):
    """A date: local time as the document writes it, and the instant it is, in UTC."""

    kind = models.CharField(max_length=24, choices=MilestoneKind.choices)
    label = models.CharField(max_length=120, blank=True)
    at_local = models.CharField(max_length=19)
    at = models.DateTimeField(db_index=True)
    precision = models.CharField(max_length=6, choices=Precision.choices)
    note = models.TextField(blank=True)

    class Meta(EditionRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="one_milestone_per_kind")
        ]


class Clause(EditionRow):
    """A numbered article, in our own words, with its place in the call."""

    code = models.SlugField(max_length=40)
    number = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    wording = models.TextField()
    place = models.CharField(max_length=160)

    class Meta(EditionRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_clause_per_code")
        ]


class RuleSetting(EditionRow):
    """A rule switched on, and the clause (by code) it comes from."""

    code = models.CharField(max_length=40, choices=RuleCode.choices)
    clause = models.CharField(max_length=40)
    blocking = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    params = models.JSONField(default=dict, blank=True)

    class Meta(EditionRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_rule_per_code")
        ]


class FilmList(EditionRow):
    """A list that films must be chosen from."""

    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    text = models.TextField(blank=True)


class ActionKind(EditionRow):
    """A kind of workshop or screening of the idea box, with its variants."""

    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    nature = models.CharField(max_length=5, choices=Nature.choices)
    film_list = models.CharField(max_length=40, null=True, blank=True)
    idea = models.TextField(blank=True)
    variants = models.JSONField(default=list, blank=True)


class Objective(EditionRow):
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=160)
    text = models.TextField(blank=True)


class Commitment(EditionRow):
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=160)
    text = models.TextField(blank=True)


class RequiredDocument(EditionRow):
    kind = models.SlugField(max_length=40)
    label = models.CharField(max_length=160)
    per = models.CharField(max_length=8, choices=DocumentScope.choices)
    when = models.CharField(max_length=10, choices=DocumentWhen.choices)
    required = models.BooleanField(default=True)
    hint = models.TextField(blank=True)


class PartnerFunction(EditionRow):
    """A function that some partner, or the holder, must fill."""

    code = models.CharField(max_length=12, choices=Function.choices)


class EditionText(EditionRow):
    """A text of the edition, in Markdown."""

    key = models.SlugField(max_length=40)
    body = models.TextField()
