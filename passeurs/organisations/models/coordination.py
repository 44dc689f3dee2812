"""Coordinations (the tenants), and the teams that work for them or beside them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .. import managers
from ..enums import TeamRole
from ..validators import validate_accent_dark, validate_accent_light, validate_zone


class Coordination(models.Model):
    """A regional coordination: the tenant to which every row of a region belongs."""

    slug = models.SlugField("identifiant", unique=True)
    name = models.CharField("nom", max_length=120)
    region_name = models.CharField("région", max_length=80)
    service_name = models.CharField(
        "service instructeur", max_length=200, blank=True, help_text="Cité dans le récépissé."
    )
    service_address = models.TextField("adresse du service", blank=True)
    email = models.EmailField("adresse e-mail")
    phone = models.CharField("téléphone", max_length=30, blank=True)
    postal_address = models.TextField("adresse postale", blank=True)
    timezone = models.CharField(
        "fuseau horaire", max_length=60, default="Europe/Paris", validators=[validate_zone]
    )
    accent_light = models.CharField(
        "couleur, thème clair", max_length=7, blank=True, validators=[validate_accent_light]
    )
    accent_dark = models.CharField(
        "couleur, thème sombre", max_length=7, blank=True, validators=[validate_accent_dark]
    )
    logo = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    logo_alt = models.CharField("le logo, en quelques mots", max_length=120, blank=True)
    referent_name = models.CharField("personne référente", max_length=120, blank=True)
    drac_name = models.CharField("DRAC", max_length=120, blank=True)

    objects = managers.CoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = "coordination"
        verbose_name_plural = "coordinations"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def access_roles(self, user):
        """The team roles the person holds here."""
        rows = TeamMember.objects.filter(user=user).filter(
            Q(coordination=self) | Q(role=TeamRole.NATIONAL)
        )
        return set(rows.values_list("role", flat=True))


class TeamMember(models.Model):
    """A person who works for a coordination, beside it, or for the national association."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teams"
    )
    coordination = models.ForeignKey(
        Coordination, on_delete=models.CASCADE, null=True, blank=True, related_name="team"
    )
    role = models.CharField("rôle", max_length=16, choices=TeamRole)

    objects = managers.TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre d’une équipe"
        verbose_name_plural = "membres des équipes"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "coordination", "role"], name="organisations_team_member_once"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(coordination=None),
                name="organisations_national_member_once",
            ),
            models.CheckConstraint(
                condition=Q(role=TeamRole.NATIONAL, coordination=None)
                | (~Q(role=TeamRole.NATIONAL) & Q(coordination__isnull=False)),
                name="organisations_team_bound_to_its_coordination",
                violation_error_message=(
                    "Une équipe régionale est rattachée à sa coordination\u202f; "
                    "l’équipe nationale ne l’est à aucune."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.get_role_display()}"
