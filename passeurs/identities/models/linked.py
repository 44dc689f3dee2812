"""Who ProConnect says a person is."""

from django.conf import settings
from django.db import models


class LinkedIdentity(models.Model):
    """A person's name at an identity provider: its issuer and their subject there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="linked_identities"
    )
    issuer = models.CharField("fournisseur", max_length=255)
    subject = models.CharField("identifiant", max_length=255)
    linked_at = models.DateTimeField("rattachée le")
    last_used_at = models.DateTimeField("employée le")

    class Meta:
        verbose_name = "identité rattachée"
        verbose_name_plural = "identités rattachées"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="identities_linked_identity_once"
            )
        ]

    def __str__(self):
        return self.subject
