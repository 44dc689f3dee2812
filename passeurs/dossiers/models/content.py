"""What the holder writes: the rows that are the truth of a dossier."""

import hashlib
import json

from django.core.validators import MinValueValidator
from django.db import models

from passeurs.network.enums import VenueKind

from ..choices import functions_of, told
from ..enums import (
    BudgetScope,
    BudgetSide,
    Contribution,
    Format,
    FundingStatus,
    PersonKind,
)
from .dossier import Dossier


class Row(models.Model):
    """A repeated part of a dossier, kept in the order the holder chose."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="%(class)ss")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @property
    def key(self):
        """The row's name inside the exchange document."""
        return f"{self.prefix}{self.pk}"


class Partner(Row):
    prefix = "p"
    name = models.CharField("nom de la structure", max_length=200)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    functions = models.JSONField("fonctions dans le projet", default=list, blank=True)
    contribution_kind = models.CharField("apport", max_length=8, choices=Contribution, blank=True)
    contribution_amount = models.DecimalField(
        "valeur de l’apport",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Une valeur ne peut pas être négative.")],
    )
    contribution = models.TextField("ce qu’il fait dans le projet", blank=True)
    contact_name = models.CharField("personne à joindre", max_length=120, blank=True)
    contact_email = models.EmailField("son adresse e-mail", blank=True)
    contact_phone = models.CharField("son téléphone", max_length=30, blank=True)

    @property
    def function_labels(self):
        return told(functions_of(self.dossier.edition.document()), self.functions)

    @property
    def asked(self):
        """What it was asked and answered (`PartnerInvitation`), or None."""
        return getattr(self, "invitation", None)

    @property
    def basis(self):
        """What its confirmation is worth: its functions, and what it brings."""
        amount = self.contribution_amount
        return {
            "functions": sorted(self.functions),
            "kind": self.contribution_kind,
            "amount": None if amount is None else f"{amount:.2f}",
            "contribution": self.contribution.replace("\r\n", "\n").strip(),
        }

    @property
    def basis_digest(self):
        """That basis in a few signs: whether a page that was read is still what stands."""
        written = json.dumps(self.basis, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


class Person(Row):
    """An artist or professional who leads an action."""

    prefix = "h"
    name = models.CharField("prénom et nom", max_length=120)
    craft = models.CharField("métier", max_length=120, blank=True)
    kind = models.CharField("intervient comme", max_length=12, choices=PersonKind, blank=True)
    employer = models.CharField("employeur ou statut", max_length=160, blank=True)
    hourly_rate = models.DecimalField(
        "tarif horaire",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Un tarif ne peut pas être négatif.")],
    )
    practitioner = models.ForeignKey(
        "network.Practitioner",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dossier_rows",
    )


class Project(models.Model):
    """The « note d’intention », text by text."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="project")
    title = models.CharField("titre du projet", max_length=200, blank=True)
    summary = models.TextField("résumé", blank=True)
    diagnosis = models.TextField("diagnostic du territoire", blank=True)
    objectives = models.JSONField("objectifs de l’appel", default=list, blank=True)
    pathway = models.TextField("parcours", blank=True)
    artistic_approach = models.TextField("démarche artistique", blank=True)
    participation = models.TextField("participation des publics", blank=True)
    mixity = models.TextField("mixité", blank=True)
    insertion = models.TextField("insertion", blank=True)
    mediation = models.TextField("médiation", blank=True)
    restitution = models.TextField("restitution", blank=True)
    communication = models.TextField("communication", blank=True)
    evaluation = models.TextField("évaluation", blank=True)
    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)


class Audience(models.Model):
    """Who the project is for; `bands` maps « 12-14 » to women, men, unspecified."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="audience")
    bands = models.JSONField(default=dict, blank=True)
    kinds = models.JSONField("publics", default=list, blank=True)
    is_remote = models.BooleanField("public éloigné des pratiques culturelles", null=True)
    remote_description = models.TextField("en quoi ce public est éloigné", blank=True)
    share_qpv = models.PositiveSmallIntegerField("part venant de QPV", null=True, blank=True)
    share_rural = models.PositiveSmallIntegerField(
        "part venant de communes rurales classées", null=True, blank=True
    )
    out_of_school = models.BooleanField("hors temps scolaire", null=True)
    companions = models.PositiveIntegerField("accompagnateurs", null=True, blank=True)


class Action(Row):
    prefix = "a"
    title = models.CharField("titre de l’action", max_length=200, blank=True)
    kind = models.CharField("type", max_length=40, blank=True)
    nature = models.CharField("nature", max_length=40, blank=True)
    description = models.TextField("déroulement", blank=True)
    goals = models.TextField("objectifs de l’action", blank=True)
    place_label = models.CharField("lieu", max_length=200, blank=True)
    street = models.CharField("adresse", max_length=200, blank=True)
    commune = models.ForeignKey(
        "territories.Commune", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lat = models.FloatField("latitude", null=True, blank=True)
    lon = models.FloatField("longitude", null=True, blank=True)
    place_proof = models.CharField("preuve de l’adresse", max_length=120, blank=True)
    declared_qpv = models.CharField("quartier prioritaire déclaré", max_length=120, blank=True)
    audience_from_zone = models.BooleanField(
        "le public vient d’un territoire prioritaire", null=True
    )
    findings = models.JSONField(default=dict, blank=True)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    pattern = models.CharField("rythme", max_length=200, blank=True)
    format = models.CharField("format", max_length=12, choices=Format, blank=True)
    meetings = models.PositiveIntegerField("nombre de rendez-vous", null=True, blank=True)
    hours = models.DecimalField(
        "heures d’intervention", max_digits=7, decimal_places=2, null=True, blank=True
    )
    participants = models.PositiveIntegerField("personnes attendues", null=True, blank=True)
    participants_12_25 = models.PositiveIntegerField("dont 12-25 ans", null=True, blank=True)
    companion = models.CharField("personne qui accompagne le groupe", max_length=200, blank=True)
    venue_name = models.CharField("salle ou lieu de diffusion", max_length=160, blank=True)
    venue_kind = models.CharField("sorte de lieu", max_length=14, choices=VenueKind, blank=True)
    venue_insee = models.CharField("commune de la salle", max_length=5, blank=True)
    mediation = models.TextField("ce qui entoure la projection", blank=True)
    provider = models.CharField("prestataire technique", max_length=160, blank=True)
    rain_on = models.DateField("date de repli", null=True, blank=True)
    rain_place = models.CharField("lieu de repli", max_length=200, blank=True)
    cost = models.DecimalField(
        "coût de l’action", max_digits=12, decimal_places=2, null=True, blank=True
    )
    production = models.CharField("ce qui sera produit", max_length=200, blank=True)
    practitioners = models.ManyToManyField(Person, through="ActionPerson", related_name="actions")


class ActionPerson(models.Model):
    action = models.ForeignKey(Action, models.CASCADE)
    person = models.ForeignKey(Person, models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "person"], name="one_person_per_action")
        ]


class ActionFilm(models.Model):
    """A film shown in an action: one of the edition's lists, or a title typed outside them."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="films")
    listed_film = models.ForeignKey(
        "films.ListedFilm", models.PROTECT, null=True, blank=True, related_name="+"
    )
    free_title = models.CharField(max_length=200, blank=True)


class BudgetLine(Row):
    prefix = "f"
    scope = models.CharField(max_length=10, choices=BudgetScope)
    side = models.CharField(max_length=18, choices=BudgetSide)
    code = models.CharField(max_length=30)
    label = models.CharField("intitulé", max_length=200, blank=True)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)
    funder = models.CharField("financeur", max_length=160, blank=True)
    funder_kind = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=8, choices=FundingStatus, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["dossier", "scope"])]
