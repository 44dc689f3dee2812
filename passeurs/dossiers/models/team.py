"""The team of one dossier, beside the members of its structure: who is in it, who was invited."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from passeurs.organisations.models import Invitation, Membership
from passeurs.organisations.models.invitation import NOT_ANSWERED

from ..enums import DossierRole


class DossierMemberQuerySet(models.QuerySet):
    def in_force(self):
        """Guests, and those of the structure as long as they are its members.

        Whoever leaves a structure loses with it what they were given in its dossiers.
        """
        belongs = Membership.objects.filter(
            user=OuterRef("user"), structure=OuterRef("dossier__structure")
        )
        return self.filter(Q(is_guest=True) | Exists(belongs))


class DossierMember(models.Model):
    """A person in one dossier: a guest, or a member of the structure given more in this one."""

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="dossier_places"
    )
    role = models.CharField("rôle", max_length=16, choices=DossierRole)
    is_guest = models.BooleanField("invité dans ce seul dossier", default=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("depuis le")

    objects = DossierMemberQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "user"], name="one_place_per_person")
        ]

    def __str__(self):
        return str(self.user)


class DossierInvitation(Invitation):
    """To take part in one dossier, and to see nothing else of its structure."""

    structure_path = "dossier__structure"

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="invitations")
    role = models.CharField("rôle", max_length=16, choices=DossierRole)

    class Meta(Invitation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "email"],
                condition=NOT_ANSWERED,
                name="dossiers_one_pending_invitation",
            )
        ]
