"""The rows of an edition, each kept in the order of its document."""

from django.db import models

from passeurs.calls.enums import (
    DocumentScope,
    DocumentWhen,
    MilestoneKind,
    Precision,
    RuleCode,
)
from passeurs.calls.models.edition import Edition


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


class ActionNature(EditionRow):
    """A nature of action where the edition names its own; `counts_as`: voir, faire or neither."""

    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=60)
    counts_as = models.CharField(max_length=5, blank=True)


class FunctionChoice(EditionRow):
    """A function a partner may fill, where the edition names its own.

    `family` is the family of actors whose structures fill it, where there is one.
    """

    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    family = models.CharField(max_length=20, blank=True)


class ActionKind(EditionRow):
    """A kind of workshop or screening of the idea box, with its variants."""

    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    nature = models.SlugField(max_length=40, db_index=False)
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
    max_mb = models.PositiveSmallIntegerField(null=True, blank=True)


class PartnerFunction(EditionRow):
    """A function that some partner, or the holder, must fill."""

    code = models.SlugField(max_length=40, db_index=False)


class EditionText(EditionRow):
    """A text of the edition, in Markdown."""

    key = models.SlugField(max_length=40)
    body = models.TextField()


class Notice(EditionRow):
    """What the coordination told everyone of a change to the open call, on the call's page."""

    at_local = models.CharField(max_length=19)
    body = models.TextField()
