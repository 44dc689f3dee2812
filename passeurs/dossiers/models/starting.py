"""From a contact to a dossier: which came from which, and who was invited to start one."""

from django.db import models

from passeurs.organisations.models import Invitation
from passeurs.organisations.models.invitation import NOT_ANSWERED

from .dossier import Dossier


class Origin(models.Model):
    """The dossier that a contact led to; a dossier may come from several."""

    contact = models.OneToOneField("contacts.Contact", models.CASCADE, related_name="origin")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="origins")


class StartInvitation(Invitation):
    """To start a dossier with what a contact told; `dossier`, once there is one."""

    structure_path = "contact__structure"

    contact = models.ForeignKey(
        "contacts.Contact", models.CASCADE, related_name="start_invitations"
    )
    title = models.CharField("titre du projet", max_length=200, blank=True)
    summary = models.TextField("résumé", blank=True)
    word = models.TextField("mot d’accompagnement", blank=True)
    dossier = models.ForeignKey(
        Dossier, models.SET_NULL, null=True, blank=True, related_name="start_invitations"
    )

    class Meta(Invitation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "email"],
                condition=NOT_ANSWERED,
                name="dossiers_one_pending_start_invitation",
            )
        ]
