"""Who must show a second factor, what they have, and where they are signed in."""

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.db.models import (
    BigAutoField,
    DateTimeField,
    Exists,
    OuterRef,
    StringAgg,
    Subquery,
    Value,
)
from django.utils import timezone

from passeurs.accounts.models import User
from passeurs.core.given import Given, Prepared
from passeurs.identities.models import Administrator, OpenSession
from passeurs.organisations import queries as organisations
from passeurs.organisations.models import Membership, TeamMember

APPLICATION, KEY, CODES = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.RECOVERY_CODES,
)


def roles_of(user):
    """Every role the person holds somewhere, « administrator » among them.

    Without a query for who was found by `read_person`: the session's own person.
    """
    held = _held(user) if hasattr(user, "member_roles") else organisations.roles_of(user)
    if user.is_authenticated and _administers(user):
        return held | {"administrator"}
    return held


def _held(user):
    members = {f"holder_{role}" for role in (user.member_roles or "").split()}
    return members | set((user.team_roles or "").split())


def _administers(user):
    if not hasattr(user, "administers"):
        user.administers = is_administrator(user, at=timezone.now())
    return user.administers


def people_with_office(*, at):
    """Everybody, each told whether an administrator (`administers`) or of a team (`is_in_team`)."""
    person = OuterRef("pk")
    rights = Administrator.objects.standing(at=at).order_by().filter(user=person)
    teams = TeamMember.objects.order_by().filter(user=person)
    return User.objects.annotate(administers=Exists(rights), is_in_team=Exists(teams))


def read_person(pk, *, at):
    """Somebody active, as `people_with_office` tells them; raises `User.DoesNotExist`."""
    return PERSON.one(pk=pk, at=at)


def _named(rows):
    """The roles of a person's rows, between spaces."""
    mine = rows.order_by().filter(user=OuterRef("pk")).values("user")
    return Subquery(mine.annotate(all=StringAgg("role", Value(" "))).values("all"))


def _person():
    found = people_with_office(at=Given("at", DateTimeField()))
    roles = {
        "member_roles": _named(Membership.objects.all()),
        "team_roles": _named(TeamMember.objects.all()),
        "team_look": organisations.look_of_team(OuterRef("pk")),
    }
    return found.annotate(**roles).filter(pk=Given("pk", BigAutoField()), is_active=True)


PERSON = Prepared(_person)


def must_be_strong(user, *, at):
    """Whether this person’s office asks for a second factor: a team, or the platform itself."""
    if not hasattr(user, "is_in_team"):
        user = people_with_office(at=at).get(pk=user.pk)
    return user.is_in_team or user.administers


def is_administrator(user, *, at):
    return Administrator.objects.standing(at=at).filter(user=user).exists()


def administrators(*, at):
    """The people who look after the platform."""
    rights = Administrator.objects.standing(at=at)
    return list(User.objects.filter(is_active=True, administrator_rights__in=rights).distinct())


def factors_of(user):
    """The second factors: an application, keys; recovery codes only help when these are lost."""
    return Authenticator.objects.filter(user=user, type__in=(APPLICATION, KEY)).order_by("pk")


def has_factor(user):
    return factors_of(user).exists()


def application_of(user):
    return Authenticator.objects.filter(user=user, type=APPLICATION).first()


def recovery_codes_of(user):
    return Authenticator.objects.filter(user=user, type=CODES).first()


def codes_left_of(user):
    """How many recovery codes have not served; None for a person who has none."""
    row = recovery_codes_of(user)
    if row is None:
        return None
    return app_settings.RECOVERY_CODE_COUNT - row.data["used_mask"].bit_count()


def belongs_nowhere(user):
    """Neither a member of a structure nor of a team."""
    return not organisations.roles_of(user)


def sessions_of(user, *, at):
    """The sessions that still stand, the last seen first."""
    return OpenSession.objects.filter(user=user, session__expire_date__gt=at)
