"""A rencontre régionale, a training day, a meeting: when, where, for how many."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from passeurs.core.typography import clock, french_date, local, plural, zone_name
from passeurs.organisations.models import TeamMember

from ..enums import TONES, CountsFor, Kind, State

A_SECOND = timedelta(seconds=1)


class EventQuerySet(models.QuerySet):
    def published(self):
        """What anybody may read: all but drafts."""
        return self.exclude(state=State.DRAFT)

    def of_desk(self, user):
        """Those of the coordinations whose team one is in, whatever one's role there."""
        teams = TeamMember.objects.filter(user=user, coordination__isnull=False)
        return self.filter(coordination__in=teams.values("coordination"))

    def kept_by(self, user):
        teams = TeamMember.objects.filter(user=user, role="coordination")
        return self.filter(coordination__in=teams.values("coordination"))

    def visible_to(self, user):
        """The published ones; drafts only for the coordination that writes them."""
        if not user.is_authenticated:
            return self.published()
        teams = TeamMember.objects.filter(user=user, role="coordination")
        mine = Q(coordination__in=teams.values("coordination"))
        return self.filter(~Q(state=State.DRAFT) | mine)


class Event(models.Model):
    """`taken` counts the places held, so that one conditional UPDATE can give the last one.

    `sequence` rises when the date or the place changes (RFC 5545).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    coordination = models.ForeignKey(
        "organisations.Coordination", models.PROTECT, related_name="events"
    )
    edition = models.ForeignKey(
        "calls.Edition", models.PROTECT, null=True, blank=True, related_name="events"
    )
    kind = models.CharField("nature", max_length=12, choices=Kind)
    title = models.CharField("titre", max_length=120)
    description = models.TextField("présentation", max_length=4000, blank=True)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=300, blank=True)
    commune = models.ForeignKey(
        "territories.Commune", models.PROTECT, null=True, blank=True, related_name="+"
    )
    video_link = models.URLField("lien de visioconférence", max_length=300, blank=True)
    capacity = models.PositiveIntegerField("places")
    taken = models.PositiveIntegerField(default=0)
    opens_at = models.DateTimeField("inscriptions, ouverture")
    closes_at = models.DateTimeField("inscriptions, clôture")
    has_meals = models.BooleanField("un repas est prévu", default=False)
    has_travel = models.BooleanField("les trajets s’organisent", default=False)
    welcomes_youth = models.BooleanField("des jeunes peuvent venir", default=False)
    counts_for = models.CharField(
        "compte pour l’engagement", max_length=12, choices=CountsFor, blank=True
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    sequence = models.PositiveIntegerField(default=0)
    needs_erased_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="events_never_over_capacity"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="events_end_after_start"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def zone(self):
        return self.coordination.timezone

    @property
    def when(self):
        """« mardi 2 mars 2027, de 9 h 30 à 17 h 00, heure de Paris », by the coordination."""
        start, end = local(self.starts_at, self.zone), local(self.ends_at, self.zone)
        day = french_date(start.date(), weekday=True)
        if start.date() == end.date():
            return f"{day}, de {clock(start)} à {clock(end)}, {zone_name(self.zone)}"
        last = french_date(end.date(), weekday=True)
        return f"du {day}, {clock(start)}, au {last}, {clock(end)}, {zone_name(self.zone)}"

    @property
    def day(self):
        return local(self.starts_at, self.zone).date()

    @property
    def hours(self):
        """« de 9 h 30 à 17 h 00 »."""
        start, end = local(self.starts_at, self.zone), local(self.ends_at, self.zone)
        return f"de {clock(start)} à {clock(end)}"

    @property
    def first_day(self):
        """The first day on which one may register."""
        return local(self.opens_at, self.zone).date()

    @property
    def last_day(self):
        return local(self.closes_at - A_SECOND, self.zone).date()

    @property
    def where(self):
        """« Cinéma Le Quercy, Cahors (46) », « À distance »."""
        parts = [self.place, str(self.commune) if self.commune_id else ""]
        return ", ".join(part for part in parts if part) or "À distance"

    @property
    def tone(self):
        return TONES.get(self.state, "mute")

    @property
    def room(self):
        return max(self.capacity - self.taken, 0)

    @property
    def room_words(self):
        return plural(self.room, "place")

    @property
    def share(self):
        """The part of the places that are taken, in per cent, for a drawing."""
        return self.taken * 100 // self.capacity if self.capacity else 100

    @property
    def access_state(self):
        return self.state

    @property
    def is_over(self):
        return self.state in {State.HELD, State.CANCELLED}

    def access_roles(self, user):
        """What the person is in the coordination that holds it."""
        return self.coordination.access_roles(user)

    def takes_registrations(self, *, at):
        return self.state == State.OPEN and self.opens_at <= at < self.closes_at
