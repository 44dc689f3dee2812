"""What holders were told that the committee decided; a correction is a new version."""

from decimal import Decimal

from django.conf import settings
from django.db import models

from passeurs.budgets.chart import FUNDER_LABELS

from ..enums import AwardOutcome
from .dossier import Dossier


class Award(models.Model):
    """A decision as it was published, in the words and with the letter that its holder received.

    `total` is the euros of its lines, nought but for a grant; `rank` that of a waiting list;
    `remedies` how to contest, in Markdown. `letter` is a PDF, and `sha256` its own.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="awards")
    version = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=AwardOutcome)
    total = models.DecimalField("montant", max_digits=12, decimal_places=2, default=Decimal(0))
    conditions = models.TextField("conditions", blank=True)
    reason = models.TextField("motif", blank=True)
    remedies = models.TextField("voies et délais de recours", blank=True)
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    decided_on = models.DateField("décidé le")
    correction = models.CharField("ce qui est corrigé", max_length=300, blank=True)
    words = models.JSONField(default=dict, blank=True)
    letter_number = models.CharField("numéro de la lettre", max_length=110, unique=True)
    letter = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "version"], name="dossiers_one_award_per_version"
            )
        ]

    @property
    def is_granted(self):
        return self.outcome == AwardOutcome.GRANTED

    @property
    def is_declined(self):
        return self.outcome == AwardOutcome.DECLINED

    @property
    def is_waiting(self):
        return self.outcome == AwardOutcome.WAITING


class AwardLine(models.Model):
    """What one funder gives, in euros; `source` is the line of the budget that asked it."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="lines")
    funder = models.CharField("financeur", max_length=80)
    source = models.CharField(
        "ligne du budget",
        max_length=12,
        choices=[(kind.value, name) for kind, name in FUNDER_LABELS.items()],
    )
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "source"], name="dossiers_one_award_line_per_source"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="dossiers_award_line_gives"
            ),
        ]
