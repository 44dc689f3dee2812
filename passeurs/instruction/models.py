"""What the coordination checks, thinks and proposes of a dossier.

All of it lives above `dossiers`, which cannot import it: no page of the holder's can show it.
"""

from django.conf import settings
from django.db import models

from passeurs.dossiers.enums import FILED
from passeurs.dossiers.models import Recusal
from passeurs.organisations.models import TeamMember

from .enums import TONES, Opinion, Priority, Received, SheetState


class PieceCheck(models.Model):
    """What the coordination noted of a document asked for: `slot` is its `Slot.key`.

    `seen` names the files that were there when somebody ticked it: others, and it is to be
    looked at again.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="piece_checks")
    slot = models.CharField(max_length=80)
    promised_until = models.DateField("promise jusqu’au", null=True, blank=True)
    waived_because = models.TextField("motif de la dispense", blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)
    seen = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "slot"], name="instruction_one_check_per_slot"
            )
        ]


class ReportRecord(models.Model):
    """Last year's bilan as the coordination knows it: come by post, or promised by telephone."""

    dossier = models.OneToOneField("dossiers.Dossier", models.CASCADE, related_name="report_record")
    received_on = models.DateField("reçu le", null=True, blank=True)
    promised_for = models.DateField("promis pour le", null=True, blank=True)
    note = models.TextField("précision", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SheetQuerySet(models.QuerySet):
    def shared_with(self, user):
        """Those shared with the committee, for the coordination's team and its DRAC."""
        teams = TeamMember.objects.filter(user=user, role__in=["coordination", "drac"])
        return self.filter(
            is_shared=True,
            dossier__state__in=FILED,
            dossier__edition__coordination__in=teams.values("coordination"),
        ).exclude(dossier__in=Recusal.objects.in_force().filter(user=user).values("dossier"))


class Sheet(models.Model):
    """The instruction sheet of a dossier: what the coordination thinks of it and proposes.

    `version` rises with each save. Amounts are euros. The fields on earlier bilans are those that
    an instructor fills in on the ministry's own form (domain, section 3).
    """

    dossier = models.OneToOneField("dossiers.Dossier", models.CASCADE, related_name="sheet")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.TO_WRITE)
    version = models.PositiveIntegerField(default=0)
    is_shared = models.BooleanField("partagée avec le comité", default=False)
    background = models.TextField("ce que l’on sait du porteur", blank=True)
    eligibility = models.TextField("éligibilité de la structure", blank=True)
    strengths = models.TextField("points forts", blank=True)
    doubts = models.TextField("doutes, questions à poser", blank=True)
    exchanges = models.TextField("échanges avec le porteur", blank=True)
    report_before_last = models.CharField("bilan N-2", max_length=4, choices=Received, blank=True)
    report_last = models.CharField("bilan N-1", max_length=4, choices=Received, blank=True)
    report_opinion = models.TextField("avis sur les bilans", blank=True)
    reminded_on = models.DateField("relancé le", null=True, blank=True)
    opinion = models.CharField("avis", max_length=12, choices=Opinion, blank=True)
    opinion_text = models.TextField("avis motivé", blank=True)
    priority = models.PositiveSmallIntegerField("priorité", choices=Priority, null=True, blank=True)
    amount_proposed = models.DecimalField(
        "montant proposé", max_digits=12, decimal_places=2, null=True, blank=True
    )
    touched_at = models.DateTimeField(null=True)
    touched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    validated_at = models.DateTimeField(null=True)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = SheetQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["opinion", "priority"], name="instruction_by_opinion")]

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def opinion_tone(self):
        return TONES.get(self.opinion, "mute")

    @property
    def is_validated(self):
        return self.state == SheetState.VALIDATED


class SheetText(models.Model):
    """A text of a sheet and who wrote it."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="%(class)ss")
    field = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class SheetChange(SheetText):
    """One field's change, at the sheet's version it made."""

    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["sheet", "version"], name="instruction_by_version")]


class SheetAside(SheetText):
    """A text that met a newer one: both are shown until somebody chooses."""

    text = models.TextField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]


class OnlineForm(models.Model):
    """Where the dossier stands on the ministry's own online form, filled in by its holder."""

    dossier = models.OneToOneField("dossiers.Dossier", models.CASCADE, related_name="online_form")
    number = models.CharField("numéro de dossier", max_length=40, blank=True)
    url = models.URLField("adresse du dossier", max_length=300, blank=True)
    sent_on = models.DateField("envoyé le", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
