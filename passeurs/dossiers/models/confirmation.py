"""What a partner was asked, and what it answered: by a link, without an account."""

from django.conf import settings
from django.db import models

from ..enums import Answer, Confirmation
from .content import Partner

EXPECTED = {Confirmation.INVITED, Confirmation.OPENED, Confirmation.STALE, Confirmation.WITHDRAWN}


class PartnerInvitation(models.Model):
    """One partner's word, asked for at `email`; one row a partner, however many messages left.

    `basis` is what was confirmed (`Partner.basis`): when the row says otherwise, the word is to be
    asked again. `reminders` names the automatic ones that have left since `asked_at`.
    """

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="invitation")
    email = models.EmailField("adresse invitée")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    last_sent_at = models.DateTimeField()
    reminders = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField("prénom et nom", max_length=120, blank=True)
    role = models.CharField("qualité", max_length=120, blank=True)
    word = models.TextField("mot au porteur", blank=True)
    basis = models.JSONField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["answer", "last_sent_at"], name="invitation_silent")]

    @property
    def state(self):
        """Where the partner's word stands today; `partner` must be at hand."""
        if self.answer == Answer.CONFIRMED:
            same = self.basis == self.partner.basis
            return Confirmation.CONFIRMED if same else Confirmation.STALE
        if self.answer:
            return Confirmation(self.answer)
        if self.revoked_at:
            return Confirmation.NONE
        return Confirmation.OPENED if self.opened_at else Confirmation.INVITED

    @property
    def since(self):
        """The instant of that state."""
        if self.answer:
            return self.answered_at
        return self.opened_at or self.asked_at

    @property
    def is_awaited(self):
        """Whether an answer is still expected of the partner."""
        return not self.revoked_at and self.state in EXPECTED

    @property
    def is_silent(self):
        """Whether it was asked and has said nothing since: who changed its mind is left alone."""
        if self.revoked_at or self.answer not in {"", Answer.CONFIRMED}:
            return False
        return not self.answer or (
            self.asked_at > self.answered_at and self.state == Confirmation.STALE
        )


class PartnerLink(models.Model):
    """A link that was sent: of its token, only the digest is kept. A newer one ends it."""

    invitation = models.ForeignKey(PartnerInvitation, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def is_alive(self, *, at):
        return self.ended_at is None and at < self.expires_at and not self.invitation.revoked_at
