"""Who works in a team: invited, given another role, removed; each deed is told to the journal."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

from ..enums import Answer, TeamRole
from ..models import Coordination, TeamInvitation, TeamMember
from . import inviting

TEMPLATE = "organisations/emails/team_invited"
REMOVED = "organisations/emails/team_removed"
MEMBER_ALREADY = "Cette personne tient déjà ce rôle."
GONE = "Cette personne n’est plus de l’équipe."
LAST = "Une équipe garde au moins une personne\u00a0: invitez d’abord quelqu’un d’autre."
NATIONAL_ALONE = "Ce rôle n’est pas d’une équipe régionale."


@transaction.atomic
def invite_to_team(
    coordination: Coordination | None, *, email: str, role: str, by: User, at: datetime
) -> TeamInvitation:
    """Send an invitation, valid fourteen days; without a coordination, to the national team.

    Refused to who holds that role already, and where an invitation to it is pending.
    """
    email = email.strip().lower()
    _refuse_misplaced(coordination, role)
    if TeamMember.objects.filter(coordination=coordination, role=role, user__email=email).exists():
        raise Refused(MEMBER_ALREADY)
    row = TeamInvitation(coordination=coordination, email=email, role=role, invited_by=by)
    inviting.send_new(row, TEMPLATE, at=at)
    _tell("team.invited", row, by=by, at=at)
    return row


def invite_to_team_again(invitation: TeamInvitation, *, by: User, at: datetime) -> None:
    """A new link, fourteen more days; the former link stops working."""
    inviting.send_again(invitation, TEMPLATE, by=by, at=at)


@transaction.atomic
def cancel_team_invitation(invitation: TeamInvitation, *, by: User, at: datetime) -> None:
    """Its link says so from now on. Refused once answered."""
    inviting.close(invitation, Answer.CANCELLED, by=by, at=at)
    _tell("team.invitation_cancelled", invitation, by=by, at=at)


@transaction.atomic
def accept_team_invitation(invitation: TeamInvitation, *, by: User, at: datetime) -> TeamMember:
    """The person is of the team from now on; a second factor is asked of them as of any member."""
    inviting.accept(invitation, by=by, at=at)
    member, _ = TeamMember.objects.get_or_create(
        user=by, coordination=invitation.coordination, role=invitation.role
    )
    _tell("team.member_added", invitation, by=by, at=at)
    inviting.tell_inviter(invitation, invitation.what, at=at)
    return member


@transaction.atomic
def decline_team_invitation(invitation: TeamInvitation, *, by: User, at: datetime) -> None:
    inviting.decline(invitation, by=by, at=at)
    _tell("team.invitation_declined", invitation, by=by, at=at)
    inviting.tell_inviter(invitation, invitation.what, at=at)


@transaction.atomic
def change_team_role(member: TeamMember, *, role: str, by: User, at: datetime) -> None:
    """Refused to the last of the coordination, and where the person holds the new role already."""
    member = _locked(member)
    _refuse_misplaced(member.coordination, role)
    if member.role == role:
        return
    _keep_one(member)
    same = TeamMember.objects.filter(user=member.user, coordination=member.coordination, role=role)
    if same.exists():
        raise Refused(MEMBER_ALREADY)
    member.role = role
    member.save(update_fields=["role"])
    _tell("team.role_changed", member, by=by, at=at)


@transaction.atomic
def remove_from_team(member: TeamMember, *, by: User, at: datetime) -> None:
    """The role ends at once; the person is told. Refused to the last of the coordination."""
    member = _locked(member)
    _keep_one(member)
    _tell("team.member_removed", member, by=by, at=at)
    user, team, pk = member.user, str(member.coordination or "L’équipe nationale"), member.pk
    member.delete()
    if user != by:
        notify([user], REMOVED, {"team": team, "by": by}, key=f"team.removed:{pk}", at=at)


@transaction.atomic
def create_coordination(
    facts: dict[str, Any], *, first_email: str, by: User, at: datetime
) -> Coordination:
    """Open a region to a new tenant, and invite the first person of its team."""
    coordination: Coordination = Coordination.objects.create(**facts)
    record("coordination.created", by=by, at=at, obj=coordination, scope=coordination.slug)
    invite_to_team(coordination, email=first_email, role=TeamRole.COORDINATION, by=by, at=at)
    return coordination


def _locked(member: TeamMember) -> TeamMember:
    """The row as of now; its coordination is held until the end of the transaction."""
    if member.coordination_id:
        Coordination.objects.select_for_update().get(pk=member.coordination_id)
    rows = TeamMember.objects.select_for_update(of=("self",)).filter(pk=member.pk)
    fresh: TeamMember | None = rows.select_related("user", "coordination").first()
    if fresh is None:
        raise Refused(GONE)
    return fresh


def _keep_one(member: TeamMember) -> None:
    if member.role not in (TeamRole.COORDINATION, TeamRole.NATIONAL):
        return
    others = TeamMember.objects.filter(
        coordination=member.coordination, role=member.role, user__is_active=True
    )
    if not others.exclude(pk=member.pk).exists():
        raise Refused(LAST)


def _refuse_misplaced(coordination: Coordination | None, role: str) -> None:
    if (role == TeamRole.NATIONAL) != (coordination is None):
        raise Refused(NATIONAL_ALONE)


def _tell(verb: str, row: TeamMember | TeamInvitation, *, by: User, at: datetime) -> None:
    """The journal names the person or the invitation, never the address."""
    scope = row.coordination.slug if row.coordination else ""
    who = {"user": str(row.user_id)} if isinstance(row, TeamMember) else {"invitation": str(row.pk)}
    record(
        verb, by=by, at=at, obj=row.coordination or row, scope=scope, data=who | {"role": row.role}
    )
