"""Replies that come back every year, written once."""

from django.conf import settings
from django.db import models

from passeurs.calls.models import Edition
from passeurs.organisations.models import Coordination, TeamMember


class ReplyTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those shared in a coordination where one works: those one may change."""
        teams = TeamMember.objects.filter(user=user, role="coordination")
        ours = self.filter(coordination__in=teams.values("coordination"))
        return ours.filter(models.Q(owner=user) | models.Q(is_shared=True))

    def in_service(self):
        return self.filter(archived_at=None)

    def fit_for(self, edition):
        """Those of an edition's coordination: written for it, or for all."""
        found = self.filter(coordination=edition.coordination_id)
        return found.filter(models.Q(edition=None) | models.Q(edition=edition.pk))


class ReplyTemplate(models.Model):
    """A reply with merge fields (`dossiers.merge_fields`), of the team or of its owner alone.

    `uses` counts the messages sent from it. Once used it is archived, never erased. `version` goes
    up at each change, so that nobody writes over a colleague's words unawares.
    """

    coordination = models.ForeignKey(Coordination, models.CASCADE, related_name="reply_templates")
    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="reply_templates"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reply_templates"
    )
    is_shared = models.BooleanField("partagé avec l’équipe", default=False)
    title = models.CharField("titre", max_length=80)
    theme = models.CharField("thème", max_length=40, blank=True)
    body = models.TextField("texte")
    version = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["-uses", "title", "pk"]
        indexes = [models.Index(fields=["coordination", "archived_at"], name="desk_replies_kept")]

    def __str__(self):
        return self.title
