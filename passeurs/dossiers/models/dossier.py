"""The dossier itself: whose it is, for which edition, in which state."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, StringAgg, Subquery, Value
from django.utils import timezone

from passeurs.core.given import Given
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import Membership, TeamMember

from ..enums import DECIDED, DESK_LABELS, FILED, Ruling, SectionCode, State, Tie
from .recusals import keeping_away
from .team import DossierMember
from .typing import TypingSession

DESK_TONES = {
    State.SUBMITTED: "coord",
    State.ADMISSIBLE: "ok",
    State.INADMISSIBLE: "no",
    State.GRANTED: "ok",
    State.DECLINED: "no",
    State.WAITING: "wait",
    State.WITHDRAWN: "wait",
}


TYPIST = "coordination_typist"
RECUSED = "recused"


def _of_team(user, *roles):
    """The dossiers of the coordinations where the person holds one of these roles."""
    teams = TeamMember.objects.filter(user=user, role__in=roles, coordination__isnull=False)
    return Q(edition__coordination__in=teams.values("coordination"))


class DossierQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's structures' dossiers and those one is a guest of; for a coordination its editions'.

        The DRAC, the Région and the committee see those that stand filed: what a holder took back
        to rewrite is the holder's again. Whoever is kept away by a recusal sees nothing through a
        team; of the coordination, only who declared a tie is.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.held_by(user) | self.seen_by_team(user))

    def judged_by(self, user):
        """Those one sees through a team, and not as a holder: what a committee may show of them."""
        return self.filter(self.seen_by_team(user)) if user.is_authenticated else self.none()

    @staticmethod
    def seen_by_team(user):
        """The condition « of the coordination's side, and not kept away »."""
        preparing = _of_team(user, "coordination") & ~keeping_away(user, tie=Tie.DECLARED)
        judging = _of_team(user, "drac", "region", "committee") & Q(state__in=FILED)
        return preparing | (judging & ~keeping_away(user))

    @staticmethod
    def held_by(user):
        """The condition « of the holder's side »: of one's structures, or shared with one."""
        structures = Membership.objects.filter(user=user).values("structure")
        shared = DossierMember.objects.filter(user=user, is_guest=True).values("dossier")
        return Q(structure__in=structures) | Q(pk__in=shared)

    def with_roles_of(self, user):
        """Bring along what the person is to each dossier, for `access_roles`."""
        held = Membership.objects.filter(user=user, structure=OuterRef("structure"))
        place = DossierMember.objects.in_force().filter(user=user, dossier=OuterRef("pk"))
        team = TeamMember.objects.filter(user=user, coordination=OuterRef("edition__coordination"))
        joined = team.order_by().values("coordination").annotate(all=StringAgg("role", Value(" ")))
        typing = TypingSession.objects.filter(
            dossier=OuterRef("pk"), opened_by=user, closed_at=None
        )
        return self.annotate(
            read_by=user if isinstance(user, Given) else Value(user.pk, models.BigIntegerField()),
            held_role=Subquery(held.values("role")[:1]),
            place_role=Subquery(place.values("role")[:1]),
            team_roles=Subquery(joined.values("all")),
            typing_until=Subquery(typing.values("ends_at")[:1]),
            is_kept_away=keeping_away(user),
            has_declared=keeping_away(user, tie=Tie.DECLARED),
        )

    def filed(self):
        """Those that stand filed, whatever was decided of them since."""
        return self.filter(state__in=FILED)


class Dossier(models.Model):
    """One project proposed to one edition by one structure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey("calls.Edition", models.PROTECT, related_name="dossiers")
    structure = models.ForeignKey(
        "organisations.Structure", models.PROTECT, related_name="dossiers"
    )
    reference = models.CharField("numéro", max_length=90, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    holder_functions = models.JSONField("fonctions tenues par le porteur", null=True)
    took_part_last_year = models.BooleanField(null=True)
    actions_unfinished = models.BooleanField(null=True)
    report_promised_on = models.DateField("bilan promis pour le", null=True, blank=True)
    commitments_accepted = models.JSONField(default=list)
    signatory = models.CharField("signataire", max_length=120, blank=True)
    signatory_role = models.CharField("qualité", max_length=120, blank=True)
    answers = models.JSONField("réponses aux questions de l’édition", default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    search = models.TextField(editable=False, default="")

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(fields=["edition", "state", "-updated_at"]),
            models.Index(fields=["structure", "-updated_at"]),
        ]

    def __str__(self):
        return self.reference

    @property
    def access_state(self):
        return self.state

    @property
    def desk_label(self):
        return DESK_LABELS[self.state]

    @property
    def desk_tone(self):
        return DESK_TONES.get(self.state, "mute")

    @property
    def is_filed(self):
        return self.state in FILED

    @property
    def is_decided(self):
        """Whether what the committee decided of it has been published."""
        return self.state in DECIDED

    @property
    def is_editable(self):
        return self.state in {State.DRAFT, State.WITHDRAWN}

    def access_roles(self, user):
        """The roles a person holds towards this dossier, as the permission table names them.

        Without a query where the dossier was found by `for_reading`, which brings them along.
        """
        if getattr(self, "read_by", None) == user.pk:
            return roles_read_with(self)
        return _roles(self, user)


def roles_read_with(dossier):
    """The roles that `with_roles_of` annotated."""
    held = {f"holder_{role}" for role in (dossier.held_role, dossier.place_role) if role}
    team = set((dossier.team_roles or "").split())
    if dossier.is_kept_away:
        team = _kept_away(team, has_declared=dossier.has_declared)
    return held | _typing_too(team, dossier.typing_until)


def _roles(dossier, user):
    held = Membership.objects.filter(user=user, structure=dossier.structure_id)
    team = TeamMember.objects.filter(user=user, coordination=dossier.edition.coordination_id)
    place = DossierMember.objects.in_force().filter(user=user, dossier=dossier)
    named = [*held.values_list("role", flat=True), *place.values_list("role", flat=True)]
    roles = set(team.values_list("role", flat=True))
    ties = _ties(dossier, user) if roles else set()
    if ties:
        roles = _kept_away(roles, has_declared=Tie.DECLARED in ties)
    if TeamRole.COORDINATION in roles:
        mine = dossier.typing_sessions.filter(opened_by=user, closed_at=None)
        roles = _typing_too(roles, mine.values_list("ends_at", flat=True).first())
    return {f"holder_{role}" for role in named} | roles


def _ties(dossier, user):
    return set(dossier.recusals.in_force().filter(user=user).values_list("tie", flat=True))


def _kept_away(roles, *, has_declared):
    """What a recusal leaves of one's places in a team: that of who prepares, unless declared."""
    left = roles & {TeamRole.COORDINATION.value} if not has_declared else set()
    return left | {RECUSED}


def _typing_too(roles, until):
    """Who is of the coordination writes for the holder while a session of theirs lasts."""
    if TeamRole.COORDINATION in roles and until and until > timezone.now():
        return roles | {TYPIST}
    return roles


class ReferenceCounter(models.Model):
    """The last number given in an edition; moved by one conditional update."""

    edition = models.OneToOneField("calls.Edition", models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)


class Section(models.Model):
    """One part of a dossier and its version, raised by each save."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="sections")
    code = models.CharField(max_length=12, choices=SectionCode)
    version = models.PositiveIntegerField(default=0)
    has_set_aside = models.BooleanField(default=False)
    touched_at = models.DateTimeField(null=True)
    touched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "code"], name="one_section_per_code")
        ]


class RuleRuling(models.Model):
    """The coordination's word on a verdict: waived, confirmed or refused, with a reason.

    `digest` stands for the facts it was given on: other facts, and the word is to be given again.
    An empty one was given before facts were kept, and holds whatever they are.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="rulings")
    rule = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=Ruling)
    reason = models.TextField("motif")
    digest = models.CharField(max_length=64, default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "rule"], name="one_ruling_per_rule")
        ]
