"""Inviting people into a structure, with a role they may accept or decline."""

from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record

from ..enums import Answer, MemberRole
from ..models import Membership, Structure, StructureInvitation
from ..queries import representatives_of
from . import inviting
from .members import MEMBER_ALREADY

TEMPLATE = "organisations/emails/invited"
REPRESENTED = "Cette structure a déjà quelqu’un qui la représente."


@transaction.atomic
def invite_member(
    structure: Structure, *, email: str, role: str, by: User, at: datetime
) -> StructureInvitation:
    """Send an invitation to an address, valid fourteen days.

    Refused for one's own address, a member's, or one where an invitation is pending.
    """
    email = email.strip().lower()
    if email == by.email:
        raise Refused(inviting.OWN_ADDRESS)
    if structure.memberships.filter(user__email=email).exists():
        raise Refused(MEMBER_ALREADY)
    invitation = StructureInvitation(structure=structure, email=email, role=role, invited_by=by)
    inviting.send_new(invitation, TEMPLATE, at=at)
    record("structure.invited", by=by, at=at, obj=structure, data=_told(invitation))
    return invitation


@transaction.atomic
def give_structure(
    structure: Structure, *, email: str, by: User, at: datetime, reason: str, scope: str = ""
) -> StructureInvitation:
    """The coordination invites somebody to represent a structure that nobody represents any more.

    Refused as long as somebody does. `scope`: the coordination's slug.
    """
    if representatives_of(structure):
        raise Refused(REPRESENTED)
    invitation = StructureInvitation(
        structure=structure,
        email=email.strip().lower(),
        role=MemberRole.REPRESENTATIVE,
        invited_by=by,
    )
    inviting.send_new(invitation, TEMPLATE, at=at)
    record(
        "structure.given",
        by=by,
        at=at,
        obj=structure,
        reason=reason,
        data=_told(invitation),
        scope=scope,
    )
    return invitation


def invite_again(invitation: StructureInvitation, *, by: User, at: datetime) -> None:
    """A new link, fourteen more days; the former link stops working."""
    inviting.send_again(invitation, TEMPLATE, by=by, at=at)


@transaction.atomic
def cancel_invitation(invitation: StructureInvitation, *, by: User, at: datetime) -> None:
    """Its link says so from now on. Refused once answered."""
    inviting.close(invitation, Answer.CANCELLED, by=by, at=at)
    data = _told(invitation)
    record("structure.invitation_cancelled", by=by, at=at, obj=invitation.structure, data=data)


@transaction.atomic
def accept_invitation(invitation: StructureInvitation, *, by: User, at: datetime) -> Membership:
    """The person is a member from now on; who invited them is told.

    Refused to anyone but the addressee, once answered, and past its term. A member already there
    gets the role of the invitation only when it is the wider one.
    """
    inviting.accept(invitation, by=by, at=at)
    structure = invitation.structure
    member = admit(structure, by, role=invitation.role)
    record("structure.member_added", by=by, at=at, obj=structure, data=_told(invitation))
    inviting.tell_inviter(invitation, structure.name, at=at)
    return member


@transaction.atomic
def decline_invitation(invitation: StructureInvitation, *, by: User, at: datetime) -> None:
    inviting.decline(invitation, by=by, at=at)
    structure = invitation.structure
    record("structure.invitation_declined", by=by, at=at, obj=structure, data=_told(invitation))
    inviting.tell_inviter(invitation, structure.name, at=at)


def admit(structure: Structure, user: User, *, role: str) -> Membership:
    """Make the person a member; one already there keeps the wider of the two roles."""
    member, is_new = Membership.objects.get_or_create(
        structure=structure, user=user, defaults={"role": role}
    )
    if not is_new and _rank(role) < _rank(member.role):
        member.role = role
        member.save(update_fields=["role"])
    return member


def _rank(role: str) -> int:
    """The widest role first."""
    return MemberRole.values.index(role)


def _told(invitation: StructureInvitation) -> dict[str, str]:
    """The journal names the invitation, never the address."""
    return {"invitation": str(invitation.pk), "role": invitation.role}
