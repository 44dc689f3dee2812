"""Places where films are shown: cinemas, media libraries, open-air sites."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from passeurs.core.folding import fold, words_of
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import TeamMember

from ..enums import VenueKind

ACCESS = {
    "has_wheelchair_access": "Fauteuil roulant",
    "has_hearing_loop": "Boucle magnétique",
    "has_audio_description": "Audiodescription",
    "has_closed_captions": "Sous-titres pour sourds et malentendants",
    "has_calm_screenings": "Séances adaptées, accueil sensoriel",
}
SHORT = {
    "has_wheelchair_access": "fauteuil",
    "has_hearing_loop": "boucle",
    "has_audio_description": "audiodescription",
    "has_closed_captions": "sous-titres SME",
    "has_calm_screenings": "séances adaptées",
}
EQUIPMENT = {
    "has_dcp": "Projecteur numérique (DCP)",
    "has_portable": "Matériel de projection mobile",
    "has_power": "Alimentation électrique sur place",
}
"""What a venue has: yes, no, or unknown (null), which is never shown as « no »."""


class VenueQuerySet(models.QuerySet):
    def open(self):
        """Those that may be chosen: neither closed for good nor merged into another."""
        return self.filter(merged_into=None, closed_at=None)

    def kept_by(self, user):
        """What the coordination's desk writes."""
        if not user.is_authenticated:
            return self.none()
        teams = TeamMember.objects.filter(user=user, role=TeamRole.COORDINATION)
        return self.filter(merged_into=None, coordination__in=teams.values("coordination"))

    def visible_to(self, user):
        """The directory is open to all; a coordination also sees what it has closed."""
        kept = self.model.objects.kept_by(user).values("pk")
        return self.filter(Q(merged_into=None, closed_at=None) | Q(pk__in=kept))

    def matching(self, text):
        found = self
        for word in words_of(text):
            found = found.filter(search__contains=word)
        return found


class Venue(models.Model):
    """A place and its point; `rooms` lists the seats of each room, in the order they are known."""

    coordination = models.ForeignKey(
        "organisations.Coordination", models.PROTECT, related_name="venues"
    )
    name = models.CharField("nom", max_length=160)
    kind = models.CharField("sorte de lieu", max_length=14, choices=VenueKind)
    commune = models.ForeignKey("territories.Commune", models.PROTECT, related_name="venues")
    street = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    lat = models.FloatField(
        "latitude",
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    lon = models.FloatField(
        "longitude",
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    is_exact = models.BooleanField("point donné, et non celui de la commune", default=False)
    rooms = models.JSONField("places de chaque salle", default=list, blank=True)
    has_wheelchair_access = models.BooleanField("fauteuil roulant", null=True, blank=True)
    has_hearing_loop = models.BooleanField("boucle magnétique", null=True, blank=True)
    has_audio_description = models.BooleanField("audiodescription", null=True, blank=True)
    has_closed_captions = models.BooleanField("sous-titres SME", null=True, blank=True)
    has_calm_screenings = models.BooleanField("séances adaptées", null=True, blank=True)
    access_notes = models.TextField("précisions sur l’accueil", blank=True)
    has_dcp = models.BooleanField("projecteur numérique", null=True, blank=True)
    has_portable = models.BooleanField("matériel mobile", null=True, blank=True)
    has_power = models.BooleanField("alimentation électrique", null=True, blank=True)
    screen_width_m = models.DecimalField(
        "largeur de l’écran en mètres",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(60)],
    )
    equipment_notes = models.TextField("précisions sur l’équipement", blank=True)
    contact_name = models.CharField("personne à joindre", max_length=120, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    shows_contact = models.BooleanField("montrer ces coordonnées au public", default=False)
    website = models.URLField("site", blank=True)
    closed_at = models.DateTimeField("fermée le", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    verified_at = models.DateTimeField("vérifiée le", null=True, blank=True)
    created_at = models.DateTimeField("créée le")
    updated_at = models.DateTimeField("modifiée le")
    search = models.TextField(editable=False, default="")

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["search", "pk"]
        verbose_name = "salle"
        indexes = [
            models.Index(fields=["lat", "lon"], name="venue_point"),
            models.Index(fields=["coordination", "kind"], name="venue_desk"),
        ]

    def __str__(self):
        return f"{self.name}, {self.commune.name}"

    def save(self, **kwargs):
        """Without a point of its own, a venue stands at the centre of its commune."""
        if not self.is_exact:
            self.lat, self.lon = self.commune.lat, self.commune.lon
        self.search = fold(f"{self.name} {self.commune.name} {self.get_kind_display()}")
        super().save(**kwargs)

    @property
    def seats(self):
        """All rooms together; 0 when unknown."""
        return sum(self.rooms)

    @property
    def access(self):
        """(label, yes | no | None) of each kind of accessibility."""
        return [(label, getattr(self, name)) for name, label in ACCESS.items()]

    @property
    def equipment(self):
        return [(label, getattr(self, name)) for name, label in EQUIPMENT.items()]

    @property
    def welcomes(self):
        """What is known to be there, in short words for a line of a list."""
        return [short for name, short in SHORT.items() if getattr(self, name)]

    def access_roles(self, user):
        """The coordination that keeps it, and nobody else."""
        if not user.is_authenticated:
            return set()
        team = TeamMember.objects.filter(user=user, coordination=self.coordination_id)
        return set(team.values_list("role", flat=True))
