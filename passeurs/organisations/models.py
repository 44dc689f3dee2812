"""Coordinations (the tenants), structures, and who belongs to them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from passeurs.organisations import managers
from passeurs.organisations.enums import (
    ActorKind,
    LegalStatus,
    MemberRole,
    SiretState,
    TeamRole,
)
from passeurs.organisations.validators import (
    validate_accent_dark,
    validate_accent_light,
    validate_rna,
    validate_siret,
    validate_zone,
)


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


class Structure(models.Model):
    """An association, a town hall, an MJC: what carries a dossier; one row per SIRET."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=200)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    siret = models.CharField(
        "SIRET",
        max_length=14,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_siret],
        error_messages={"unique": "Une structure est déjà enregistrée avec ce SIRET."},
    )
    siret_state = models.CharField(
        "vérification du SIRET",
        max_length=12,
        choices=SiretState,
        default=SiretState.UNVERIFIED,
    )
    rna = models.CharField("RNA", max_length=10, blank=True, validators=[validate_rna])
    ape = models.CharField("code APE", max_length=6, blank=True)
    legal_status = models.CharField("statut juridique", max_length=20, choices=LegalStatus)
    actor_kind = models.CharField("famille d’acteurs", max_length=20, choices=ActorKind)
    street = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(
        "territories.Commune",
        verbose_name="commune",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="structures",
    )
    city_text = models.CharField("commune, en toutes lettres", max_length=100, blank=True)
    website = models.URLField("site web", blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    representative_first_name = models.CharField("prénom", max_length=80, blank=True)
    representative_last_name = models.CharField("nom", max_length=80, blank=True)
    representative_role = models.CharField("fonction", max_length=120, blank=True)
    representative_email = models.EmailField("adresse e-mail", blank=True)
    representative_phone = models.CharField("téléphone", max_length=30, blank=True)
    contact_first_name = models.CharField("prénom", max_length=80, blank=True)
    contact_last_name = models.CharField("nom", max_length=80, blank=True)
    contact_role = models.CharField("fonction", max_length=120, blank=True)
    contact_email = models.EmailField("adresse e-mail", blank=True)
    contact_phone = models.CharField("téléphone", max_length=30, blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="structures"
    )
    coordinations = models.ManyToManyField(
        Coordination,
        verbose_name="connue de",
        related_name="structures",
        blank=True,
        help_text="Les coordinations à qui la structure a parlé ou écrit.",
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = managers.StructureQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def siren(self):
        """The nine figures shared by every establishment of the holder; "" when unknown."""
        return (self.siret or "")[:9]

    @property
    def city(self):
        """The commune as written on an envelope."""
        return self.commune.name if self.commune else self.city_text

    @property
    def has_verified_siret(self):
        return bool(self.siret) and self.siret_state == SiretState.VERIFIED

    def access_roles(self, user):
        """What the person is to this structure: member roles, and teams of those who know it."""
        if not user.is_authenticated:
            return set()
        held = self.memberships.filter(user=user).values_list("role", flat=True)
        teams = TeamMember.objects.filter(user=user, coordination__structures=self)
        return {f"holder_{role}" for role in held} | set(teams.values_list("role", flat=True))


class Membership(models.Model):
    """A person in a structure, with one role."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("rôle", max_length=16, choices=MemberRole, default=MemberRole.READER)
    joined_at = models.DateTimeField("depuis le", auto_now_add=True)

    objects = managers.MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "membre d’une structure"
        verbose_name_plural = "membres des structures"
        ordering = ["structure", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "user"], name="organisations_membership_once"
            )
        ]

    def __str__(self):
        return f"{self.user} – {self.structure}"


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
