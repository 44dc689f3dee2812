"""Where a person has signed in: browsers they are known from, sessions that stand open."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models


class Device(models.Model):
    """A browser from which a person once entered, known by a random cookie.

    Only a digest of the cookie and the family of the browser are kept: no network address.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    digest = models.CharField(max_length=64)
    family = models.CharField("appareil", max_length=80)
    first_seen_at = models.DateTimeField("connu depuis le")
    last_seen_at = models.DateTimeField("vu le")

    class Meta:
        verbose_name = "appareil connu"
        verbose_name_plural = "appareils connus"
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="identities_device_once")
        ]

    def __str__(self):
        return self.family


class OpenSession(models.Model):
    """A session somebody holds open; it goes with Django's own row, whatever ends it."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="opened")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_sessions"
    )
    family = models.CharField("appareil", max_length=80)
    opened_at = models.DateTimeField("ouverte le")
    seen_at = models.DateTimeField("vue le")

    class Meta:
        verbose_name = "session ouverte"
        verbose_name_plural = "sessions ouvertes"
        ordering = ["-seen_at", "-pk"]

    def __str__(self):
        return self.family
