"""Typing for the holder: who consented to it, until when, and whether it was read again since."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import Consent


class TypingQuerySet(models.QuerySet):
    def in_force(self, *, at):
        """Those during which somebody of the coordination may write at that instant."""
        return self.filter(closed_at=None, ends_at__gt=at)

    def lapsed(self, *, at):
        """Those whose time is over and that nobody closed."""
        return self.filter(closed_at=None, ends_at__lte=at)

    def to_confirm(self):
        """Those that wrote something which the holder has not confirmed."""
        return self.filter(confirmed_at=None, changes__isnull=False).distinct()


class TypingSession(models.Model):
    """A stretch of time during which one agent writes a dossier in the holder's stead.

    It rests on a consent: whose (`typed_for`), how and when it was given, in which words. What is
    written meanwhile bears the session; filing waits until the holder has confirmed it.
    """

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="typing_sessions")
    typed_for = models.CharField("saisi pour", max_length=100)
    consent = models.CharField("accord donné", max_length=8, choices=Consent)
    consented_on = models.DateField("le")
    words = models.TextField("en quels mots", blank=True)
    paper = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TypingQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(closed_at=None), name="one_open_typing_session"
            )
        ]

    def __str__(self):
        return self.signature

    @property
    def signature(self):
        """How the history names the hand: « Camille Roux, saisi par la coordination pour … »."""
        agent = self.opened_by.get_full_name() or self.opened_by.email
        return f"{agent[:30]}, saisi par la coordination pour {self.typed_for}"

    def is_in_force(self, *, at):
        return self.closed_at is None and self.ends_at > at
