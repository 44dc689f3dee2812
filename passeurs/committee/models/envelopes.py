"""What a funder brings to a sitting, and on which conditions."""

from decimal import Decimal

from django.db import models

from passeurs.budgets.chart import FUNDER_LABELS, FunderKind

from .sittings import Sitting

NEVER_SIT = (FunderKind.EUROPE, FunderKind.PRIVATE, FunderKind.OWN)
SOURCES = [(kind.value, name) for kind, name in FUNDER_LABELS.items() if kind not in NEVER_SIT]


class Envelope(models.Model):
    """A funder's money for one sitting, in euros; a rule left empty asks nothing.

    `source` says which line of a dossier's budget asks it. `share` is a percentage of the
    project's cost, `floor` the least that is granted, `step` what amounts are multiples of. The
    territory is told by department codes and zones, the kinds are those of the holder.
    `sharing.facts.Envelope` is the same thing, for computing.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="envelopes")
    funder = models.CharField("financeur", max_length=80)
    source = models.CharField("ligne du budget", max_length=12, choices=SOURCES)
    total = models.DecimalField("montant", max_digits=12, decimal_places=2)
    ceiling = models.DecimalField(
        "plafond par projet", max_digits=12, decimal_places=2, null=True, blank=True
    )
    holder_ceiling = models.DecimalField(
        "plafond par porteur", max_digits=12, decimal_places=2, null=True, blank=True
    )
    share = models.DecimalField(
        "part du coût", max_digits=5, decimal_places=2, null=True, blank=True
    )
    floor = models.DecimalField("plancher", max_digits=12, decimal_places=2, default=Decimal(0))
    step = models.DecimalField("arrondi", max_digits=8, decimal_places=2, default=Decimal("1.00"))
    departments = models.JSONField("départements", default=list, blank=True)
    zones = models.JSONField("zones", default=list, blank=True)
    kinds = models.JSONField("porteurs", default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "source"], name="committee_one_envelope_per_source"
            )
        ]

    def __str__(self):
        return self.funder
