"""Who comes, for which structure; and the certificate of who came.

Young people are counted, never named.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..enums import PLACE_TONES, SEATED, Diet, Place, Travel
from .events import Event


class Registration(models.Model):
    """One line for each person and event: who comes back after giving up uses the same again.

    `turn` counts how many times they asked, so that each is told once of each.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="registrations")
    structure = models.ForeignKey(
        "organisations.Structure", models.PROTECT, related_name="registrations"
    )
    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    adults = models.PositiveSmallIntegerField("adultes", default=1)
    youths = models.PositiveSmallIntegerField("jeunes", default=0)
    meals = models.PositiveSmallIntegerField("repas", default=0)
    diets = models.JSONField("régimes", default=list, blank=True)
    travel = models.CharField("trajet", max_length=6, choices=Travel, blank=True)
    travel_from = models.CharField("au départ de", max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=Place)
    turn = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField("demandée le")
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reminded = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="events_one_line_each"),
            models.CheckConstraint(condition=Q(adults__gte=1), name="events_an_adult_at_least"),
            models.CheckConstraint(
                condition=Q(meals__lte=F("adults") + F("youths")), name="events_a_meal_each"
            ),
        ]
        indexes = [models.Index(fields=["event", "state"], name="events_by_state")]

    @property
    def size(self):
        """How many places it takes."""
        return self.adults + self.youths

    @property
    def name(self):
        return self.user.get_full_name()

    @property
    def tone(self):
        return PLACE_TONES.get(self.state, "mute")

    @property
    def is_seated(self):
        return self.state in SEATED

    @property
    def stands(self):
        return self.state in {Place.REGISTERED, Place.WAITING}

    @property
    def diet_words(self):
        return [Diet(code).label for code in self.diets if code in Diet.values]


class Certificate(models.Model):
    """Frozen: its bytes, its number and its SHA-256 never change."""

    registration = models.OneToOneField(Registration, models.PROTECT, related_name="certificate")
    number = models.CharField(max_length=80, unique=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
