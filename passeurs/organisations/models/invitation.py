"""Asking somebody in: an invitation sent to an address, a request made by a person."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import Answer, MemberRole
from .structure import Structure

LIFETIME = timedelta(days=14)
NOT_ANSWERED = Q(answer="")


class InvitationQuerySet(models.QuerySet):
    def pending(self):
        """Those nobody answered, lapsed ones among them: they can be sent again."""
        return self.filter(NOT_ANSWERED)

    def standing(self, *, at):
        """Those that may be accepted at that instant."""
        return self.pending().filter(expires_at__gt=at)

    def addressed_to(self, user):
        """Those sent to the address by which the person signs in."""
        return self.filter(email=user.email)

    def of_structure(self, structure):
        """Those that speak for it; none of a kind that speaks for no structure."""
        if not self.model.structure_path:
            return self.none()
        return self.filter(**{self.model.structure_path: structure})


class Invitation(models.Model):
    """What every invitation has: an address, one secret link, a term, and one answer.

    Only the digest of the link's token is kept. A new sending makes a new token; the former
    link then leads nowhere. `structure_path` leads to the structure each kind speaks for;
    it is empty for a kind that speaks for none.
    """

    structure_path = "structure"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse e-mail", max_length=254)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField("envoyée le")
    sent_at = models.DateTimeField("dernier envoi")
    expires_at = models.DateTimeField("valable jusqu’au")
    answer = models.CharField("réponse", max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-invited_at", "pk"]

    def __str__(self):
        return self.email

    def is_standing(self, *, at):
        return not self.answer and self.expires_at > at

    def is_for(self, user):
        return self.email == user.email


class StructureInvitation(Invitation):
    """To become a member of a structure."""

    structure = models.ForeignKey(Structure, models.CASCADE, related_name="invitations")
    role = models.CharField("rôle", max_length=16, choices=MemberRole)

    class Meta(Invitation.Meta):
        verbose_name = "invitation dans une structure"
        verbose_name_plural = "invitations dans une structure"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "email"],
                condition=NOT_ANSWERED,
                name="organisations_one_pending_invitation",
            )
        ]


class JoinRequest(models.Model):
    """A person who asks to belong to a structure; those who represent it answer."""

    structure = models.ForeignKey(Structure, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    message = models.TextField("message", max_length=1000, blank=True)
    asked_at = models.DateTimeField("demandé le")
    answer = models.CharField("réponse", max_length=10, choices=Answer, blank=True)
    word = models.TextField("mot de la réponse", max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "demande pour rejoindre une structure"
        verbose_name_plural = "demandes pour rejoindre une structure"
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "user"],
                condition=NOT_ANSWERED,
                name="organisations_one_pending_request",
            )
        ]

    def __str__(self):
        return f"{self.user} – {self.structure}"
