"""Who belongs to a structure: roles changed, members removed; each deed is told to the journal."""

from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

from ..enums import MemberRole
from ..models import Membership, Structure
from ..queries import representatives_of
from .inviting import hand_over

REMOVED = "organisations/emails/member_removed"
LEFT = "organisations/emails/member_left"
LAST_REPRESENTATIVE = (
    "Une structure garde au moins une personne qui la représente\u00a0: "
    "donnez d’abord ce rôle à quelqu’un d’autre."
)
NO_SUCH_SUCCESSOR = "Choisissez une autre personne, membre de la structure."
MEMBER_ALREADY = "Cette personne est déjà membre de la structure."


@transaction.atomic
def change_role(member: Membership, *, role: str, by: User, at: datetime) -> Membership:
    """Refused when nobody would represent the structure any longer."""
    member = _locked(member)
    if member.role == role:
        return member
    if role != MemberRole.REPRESENTATIVE:
        _keep_one_representative(member)
    member.role = role
    member.save(update_fields=["role"])
    record("structure.role_changed", by=by, at=at, obj=member.structure, data=_told(member))
    return member


@transaction.atomic
def remove_member(member: Membership, *, by: User, at: datetime) -> None:
    """The person is told; the invitations they had open are `by`'s from now on.

    Refused when nobody would represent the structure any longer.
    """
    member = _locked(member)
    _keep_one_representative(member)
    record("structure.member_removed", by=by, at=at, obj=member.structure, data=_told(member))
    member.delete()
    hand_over(member.structure, giver=member.user, taker=by)
    if member.user != by:
        _tell(REMOVED, [member.user], member.structure, by=by, at=at, of=member)


@transaction.atomic
def leave_structure(
    member: Membership, *, successor: Membership | None, by: User, at: datetime
) -> None:
    """A member goes; their place, when it was the last of its kind, and their open invitations go
    to the successor, else the invitations go to somebody who represents the structure.

    Those who represent it are told. Refused to the last representative without a successor.
    """
    member = _locked(member)
    structure = member.structure
    heir = _locked(successor) if successor else None
    if heir and not _can_succeed(heir, member):
        raise Refused(NO_SUCH_SUCCESSOR)
    if not heir:
        _keep_one_representative(member)
    elif member.role == MemberRole.REPRESENTATIVE and heir.role != member.role:
        heir.role = MemberRole.REPRESENTATIVE
        heir.save(update_fields=["role"])
        record("structure.role_changed", by=by, at=at, obj=structure, data=_told(heir))
    told = _told(member) | ({"successor": str(heir.user_id)} if heir else {})
    record("structure.left", by=by, at=at, obj=structure, data=told)
    member.delete()
    remaining = representatives_of(structure)
    for taker in [heir.user] if heir else remaining[:1]:
        hand_over(structure, giver=by, taker=taker)
    _tell(LEFT, remaining, structure, by=by, at=at, of=member)


def _can_succeed(heir: Membership, member: Membership) -> bool:
    return (
        heir.structure_id == member.structure_id
        and heir.user_id != member.user_id
        and heir.user.is_active
    )


def _tell(
    news: str, people: list[User], structure: Structure, *, by: User, at: datetime, of: Membership
) -> None:
    key = f"{news}:{structure.pk}:{of.user_id}:{at:%Y%m%d%H%M%S}"
    context = {"structure": structure, "by": by, "member": of}
    notify(people, news, context, key=key, at=at)


def _locked(member: Membership) -> Membership:
    """The member as of now, the structure being held until the end of the transaction."""
    structure = Structure.objects.select_for_update().get(pk=member.structure_id)
    found = Membership.objects.filter(pk=member.pk, structure=structure)
    fresh = found.select_related("user").first()
    if fresh is None:
        raise Refused("Cette personne n’est plus membre de la structure.")
    fresh.structure = structure
    return fresh


def _keep_one_representative(member: Membership) -> None:
    others = Membership.objects.filter(
        structure=member.structure, role=MemberRole.REPRESENTATIVE, user__is_active=True
    ).exclude(pk=member.pk)
    if member.role == MemberRole.REPRESENTATIVE and not others.exists():
        raise Refused(LAST_REPRESENTATIVE)


def _told(member: Membership) -> dict[str, str]:
    return {"user": str(member.user_id), "role": member.role}
