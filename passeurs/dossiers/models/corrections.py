"""What the coordination asks to be corrected in a filed dossier, and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import CorrectionAnswer, CorrectionState
from .dossier import Dossier
from .filing import Snapshot

LAPSED = "lapsed"


class CorrectionRequest(models.Model):
    """Some fields of a filed dossier, opened again until an instant.

    A draft is the coordination's own. `before` is the filing that was in force when it was sent,
    `after` the one that its return froze. `due_at` is the end of a day where the edition is.
    `aside_at` is when what was typed and not sent back was put aside.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="corrections")
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.DRAFT)
    words = models.TextField("un mot d’ensemble", blank=True)
    due_at = models.DateTimeField("à renvoyer au plus tard", null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField("motif", blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    prepared_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(null=True, blank=True)
    aside_at = models.DateTimeField(null=True, blank=True)
    before = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")
    after = models.OneToOneField(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="correction"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(state=CorrectionState.DRAFT),
                name="one_draft_correction",
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(state=CorrectionState.SENT),
                name="one_open_correction",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="correction_due")]

    @property
    def is_draft(self):
        return self.state == CorrectionState.DRAFT

    def is_open(self, *, at):
        """Whether the holder may still write in it and send it back."""
        return self.state == CorrectionState.SENT and at <= self.due_at

    def is_late(self, *, at):
        """Its date passed, and nothing was sent back."""
        return self.state == CorrectionState.SENT and at > self.due_at

    def stage(self, *, at):
        """Its state, or « lapsed » once its fields closed by themselves."""
        return LAPSED if self.is_late(at=at) else self.state


class CorrectionItem(models.Model):
    """One field to look at again, with the coordination's words, and the holder's answer.

    The field is named as the history names it (section, row, field; `file:<kind>` for documents).
    `label` and `row_name` are the words it had when it was chosen: a row may go since. `before` and
    `after` are its value when sent and when sent back, as the history keeps it; `is_aside` when
    `after` was typed and never sent back. `beside` is what its row says with the text that is away.
    """

    request = models.ForeignKey(CorrectionRequest, models.CASCADE, related_name="items")
    section = models.CharField(max_length=12)
    row = models.CharField(max_length=24, blank=True)
    field = models.CharField(max_length=80)
    label = models.CharField("champ", max_length=300)
    row_name = models.CharField("ligne", max_length=300, blank=True)
    comment = models.TextField("commentaire", blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    answer = models.CharField(max_length=8, choices=CorrectionAnswer, blank=True)
    reason = models.TextField("je maintiens, parce que", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    is_aside = models.BooleanField(default=False)
    beside = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "section", "row", "field"], name="one_item_per_field"
            )
        ]

    def __str__(self):
        return f"{self.row_name} : {self.label}" if self.row_name else self.label

    @property
    def place(self):
        return self.section, self.row, self.field
