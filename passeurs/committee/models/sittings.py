"""A sitting of the committee: when and where, who sits, which dossiers pass and in what order.

A seat is given to somebody of the coordination's team alone (DRAC, Région, committee, or the
coordination itself): the team says who may read dossiers, a seat says who sits. Whoever leaves the
team keeps their line here and sees nothing of it any more.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from passeurs.core.typography import clock, french_date, local, zone_name
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import TeamMember

from ..enums import TONES, Answer, SeatRole, Shown, State

SITTING_ROLES = (TeamRole.COORDINATION, TeamRole.DRAC, TeamRole.REGION, TeamRole.COMMITTEE)
OBSERVER, MEMBER, FUNDER = "sitting_observer", "sitting_member", "sitting_funder"
FUNDERS = {TeamRole.DRAC.value, TeamRole.REGION.value}
PRESIDENT, PUBLISHER = "sitting_president", "sitting_publisher"


class SittingQuerySet(models.QuerySet):
    def kept_by(self, user):
        """Those of the coordinations where the person is of the coordination itself."""
        teams = TeamMember.objects.filter(user=user, role=TeamRole.COORDINATION)
        return self.filter(edition__coordination__in=teams.values("coordination"))

    def sat_by(self, user):
        """Those one was invited to, while one is still of the team."""
        teams = TeamMember.objects.filter(user=user, role__in=SITTING_ROLES)
        seats = Seat.objects.filter(user=user, invited_at__isnull=False)
        return self.filter(
            pk__in=seats.values("sitting"),
            edition__coordination__in=teams.values("coordination"),
        )

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.kept_by(user) | self.sat_by(user) | self.told_by(user)

    def told_by(self, user):
        """The ended ones whose decisions the person publishes, as their edition says."""
        places = TeamMember.objects.filter(user=user, role=OuterRef("edition__publisher"))
        mine = places.filter(coordination=OuterRef("edition__coordination"))
        return self.filter(Exists(mine), state=State.ENDED)


class Sitting(models.Model):
    """`quorum` counts voices; `sequence` rises when the date or the place changes (RFC 5545).

    `grid` is the edition's, as it was when the reading opened. `discuss_from` is the gap between
    two readers, out of 20, from which a dossier is to be discussed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey("calls.Edition", models.PROTECT, related_name="sittings")
    name = models.CharField("nom", max_length=120)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=300, blank=True)
    video_link = models.URLField("lien de visioconférence", max_length=300, blank=True)
    quorum = models.PositiveSmallIntegerField("quorum")
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    sequence = models.PositiveIntegerField(default=0)
    do_funders_share = models.BooleanField(
        "la DRAC et la Région préparent des scénarios", default=False
    )
    grid = models.JSONField(default=list)
    marks_shown = models.CharField(
        "notes que l’on lit avant la délibération",
        max_length=10,
        choices=Shown,
        default=Shown.ALONE,
    )
    do_keepers_see_marks = models.BooleanField(
        "la coordination lit les notes avant la délibération", default=True
    )
    discuss_from = models.DecimalField(
        "à discuter à partir d’un écart de", max_digits=3, decimal_places=1, default=5
    )
    reading_until = models.DateTimeField("lecture jusqu’au", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "pk"]

    def __str__(self):
        return self.name

    @property
    def when(self):
        """« lundi 14 décembre 2026, de 14 h 30 à 17 h, heure de Paris », by the edition."""
        zone = self.edition.timezone
        start, end = local(self.starts_at, zone), local(self.ends_at, zone)
        day = french_date(start.date(), weekday=True)
        return f"{day}, de {clock(start)} à {clock(end)}, {zone_name(zone)}"

    @property
    def access_state(self):
        return self.state

    @property
    def tone(self):
        return TONES.get(self.state, "mute")

    @property
    def is_ended(self):
        return self.state == State.ENDED

    @property
    def is_prepared(self):
        """Whether the members may read the order of passage."""
        return self.state != State.PREPARING

    def read_once(self):
        """Ask what a person is to it only once, for as long as this object serves one request."""
        self.known_roles = {}
        return self

    def access_roles(self, user):
        """« coordination » for who keeps it; what one's seat is, while one is of the team."""
        known = getattr(self, "known_roles", None)
        if known is None:
            return self._roles_of(user)
        if user.pk not in known:
            known[user.pk] = self._roles_of(user)
        return known[user.pk]

    def _roles_of(self, user):
        teams = TeamMember.objects.filter(user=user, coordination=self.edition.coordination_id)
        held = set(teams.values_list("role", flat=True))
        seats = self.seats.filter(user=user, invited_at__isnull=False)
        roles = {TeamRole.COORDINATION.value} & held
        if held & set(SITTING_ROLES):
            sits = list(seats.values_list("role", flat=True))
            roles |= {OBSERVER if role == SeatRole.OBSERVER else MEMBER for role in sits}
            roles |= {PRESIDENT} if SeatRole.PRESIDENT in sits else set()
        if self.edition.publisher in held:
            roles.add(PUBLISHER)
        if self.do_funders_share and MEMBER in roles and held & FUNDERS:
            roles.add(FUNDER)
        return roles


class Seat(models.Model):
    """One person's place. `stands_in_for` names the seat of which they are the suppléant."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    body = models.CharField("organisme", max_length=80)
    role = models.CharField("rôle", max_length=10, choices=SeatRole, default=SeatRole.MEMBER)
    stands_in_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="suppleants"
    )
    invited_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "user"], name="committee_one_seat_each"),
            models.CheckConstraint(
                condition=Q(stands_in_for=None) | ~Q(role=SeatRole.OBSERVER),
                name="committee_no_suppleant_observes",
            ),
        ]

    @property
    def name(self):
        return self.user.get_full_name()


class Passage(models.Model):
    """A dossier's place in the order; `rank` orders, it is never shown (see `queries.order`)."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="passages")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="passages")
    rank = models.PositiveIntegerField()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "dossier"], name="committee_one_passage_per_dossier"
            )
        ]
        indexes = [models.Index(fields=["sitting", "rank", "id"], name="committee_in_order")]
