"""Structures, and who belongs to them."""

import uuid

from django.conf import settings
from django.db import models

from .. import managers
from ..enums import ActorKind, LegalStatus, MemberRole, RegisterState, SiretState
from ..validators import validate_rna, validate_siret
from .coordination import Coordination, TeamMember


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
    register_state = models.CharField(
        "d’après le registre", max_length=8, choices=RegisterState, blank=True
    )
    register_seen_on = models.DateField("lu au registre le", null=True, blank=True)
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
    absorbed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    absorbed_at = models.DateTimeField("fondue dans une autre le", null=True, blank=True)

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
