"""The right to look after the platform itself: named for good, or for two hours in an emergency."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AdministratorQuerySet(models.QuerySet):
    """The rights that stand at an instant."""

    def standing(self, *, at):
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at), revoked_at=None)


class Administrator(models.Model):
    """One person's right: it reads the journal and tends the platform, never a dossier.

    `link_digest` is that of the one-use link of an emergency, "" otherwise.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="administrator_rights"
    )
    reason = models.TextField("motif")
    granted_at = models.DateTimeField("donné le")
    expires_at = models.DateTimeField("jusqu’au", null=True, blank=True)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)
    link_digest = models.CharField(max_length=64, blank=True)
    link_expires_at = models.DateTimeField(null=True, blank=True)
    link_used_at = models.DateTimeField(null=True, blank=True)

    objects = AdministratorQuerySet.as_manager()

    class Meta:
        verbose_name = "administrateur"
        verbose_name_plural = "administrateurs"
        ordering = ["pk"]

    def __str__(self):
        return str(self.user)
