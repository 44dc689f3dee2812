"""The people of a team, and what each role may do, read from the permission table."""

from allauth.mfa.models import Authenticator
from django.db.models import Case, Exists, OuterRef, When

from passeurs.core.permission_table import PERMISSIONS

from ..enums import TeamRole
from ..models import TeamInvitation, TeamMember

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def people_of_team(coordination):
    """Its rows, by role then name, each told whether a second factor is set (`is_protected`)."""
    factor = Authenticator.objects.filter(user=OuterRef("user"), type__in=FACTORS)
    rows = TeamMember.objects.filter(coordination=coordination).select_related("user")
    ranks = [When(role=role, then=at) for at, role in enumerate(TeamRole.values)]
    found = rows.annotate(is_protected=Exists(factor), rank=Case(*ranks))
    names = ("user__first_name", "user__last_name", "user__email")
    return found.order_by("rank", *names, "pk")


def invitations_to_team(coordination):
    """Those nobody answered."""
    found = TeamInvitation.objects.pending().filter(coordination=coordination)
    return found.select_related("invited_by", "coordination")


def team_invitations_for(user, *, at):
    """The teams a person is invited into, and may still join."""
    found = TeamInvitation.objects.addressed_to(user).standing(at=at)
    return found.select_related("coordination", "invited_by")


def rights_by_role(roles):
    """[(role, what it may do beyond what everybody may)], in the words of the table."""
    return [(role, [line.label for line in PERMISSIONS if _is_of(line, role)]) for role in roles]


def _is_of(line, role):
    return role.value in line.grants and not {"anonymous", "signed_in"} & set(line.grants)
