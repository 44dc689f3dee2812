"""The team of one dossier: invited, given a role, removed, gone; each deed told to the journal."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.organisations.actions import inviting
from passeurs.organisations.enums import Answer, MemberRole

from ..enums import DossierRole
from ..models import Dossier, DossierInvitation, DossierMember
from ..queries.team import may_succeed

TEMPLATE = "dossiers/emails/team_invited"
DELEGATED = "dossiers/emails/team_delegate"
REMOVED = "dossiers/emails/team_removed"
LEFT = "dossiers/emails/team_left"
IN_ALREADY = "Cette personne est déjà dans l’équipe du dossier."
BY_STRUCTURE = "Cette personne est là par la structure\u00a0: son rôle se change parmi les membres."
REPRESENTS = "Cette personne représente la structure\u00a0: elle peut déjà tout faire ici."
NOT_IN = "Cette personne n’est plus dans l’équipe du dossier."
NOT_YOUR_PLACE = (
    "Vous êtes dans cette équipe par votre structure\u00a0: c’est elle que l’on quitte, "
    "depuis la page de ses membres."
)
NO_SUCH_SUCCESSOR = "Choisissez une autre personne de l’équipe."


@transaction.atomic
def invite_to_dossier(
    dossier: Dossier, *, email: str, role: str, by: User, at: datetime
) -> DossierInvitation:
    """Send an invitation to this dossier only, valid fourteen days.

    Refused for one's own address, for somebody of the team, or where an invitation is pending.
    """
    email = email.strip().lower()
    if email == by.email:
        raise Refused(inviting.OWN_ADDRESS)
    in_structure = dossier.structure.memberships.filter(user__email=email)
    if in_structure.exists() or dossier.team.in_force().filter(user__email=email).exists():
        raise Refused(IN_ALREADY)
    invitation = DossierInvitation(dossier=dossier, email=email, role=role, invited_by=by)
    inviting.send_new(invitation, TEMPLATE, at=at)
    _record(dossier, "dossier.invited", _told(invitation), by=by, at=at)
    return invitation


def invite_again(invitation: DossierInvitation, *, by: User, at: datetime) -> None:
    """A new link, fourteen more days; the former link stops working."""
    inviting.send_again(invitation, TEMPLATE, by=by, at=at)


@transaction.atomic
def cancel_invitation(invitation: DossierInvitation, *, by: User, at: datetime) -> None:
    """Its link says so from now on. Refused once answered."""
    inviting.close(invitation, Answer.CANCELLED, by=by, at=at)
    data = _told(invitation)
    _record(invitation.dossier, "dossier.invitation_cancelled", data, by=by, at=at)


@transaction.atomic
def accept_invitation(invitation: DossierInvitation, *, by: User, at: datetime) -> DossierMember:
    """The person is in the team from now on, and who invited them is told.

    Refused to anyone but the addressee, once answered, and past its term.
    """
    inviting.accept(invitation, by=by, at=at)
    dossier = invitation.dossier
    is_guest = not dossier.structure.memberships.filter(user=by).exists()
    place, _ = DossierMember.objects.update_or_create(
        dossier=dossier,
        user=by,
        defaults={
            "role": invitation.role,
            "is_guest": is_guest,
            "added_by": invitation.invited_by,
            "added_at": at,
        },
    )
    _record(dossier, "dossier.team_joined", _told(invitation), by=by, at=at)
    inviting.tell_inviter(invitation, _title(dossier), at=at)
    return place


@transaction.atomic
def decline_invitation(invitation: DossierInvitation, *, by: User, at: datetime) -> None:
    inviting.decline(invitation, by=by, at=at)
    dossier = invitation.dossier
    _record(dossier, "dossier.invitation_declined", _told(invitation), by=by, at=at)
    inviting.tell_inviter(invitation, _title(dossier), at=at)


@transaction.atomic
def change_place(dossier: Dossier, user: User, *, role: str, by: User, at: datetime) -> None:
    """Give a person of the team a role in this dossier; who becomes a delegate is told.

    An empty role leaves a member of the structure what the structure gives. Refused for whoever
    represents the structure, and for somebody who is not in the team.
    """
    held = dossier.structure.memberships.filter(user=user).first()
    place = dossier.team.in_force().filter(user=user).first()
    if held and held.role == MemberRole.REPRESENTATIVE:
        raise Refused(REPRESENTS)
    if not held and not place:
        raise Refused(NOT_IN)
    if not role:
        return _back_to_structure(place, is_member=bool(held), by=by, at=at)
    if place and place.role == role:
        return None
    DossierMember.objects.update_or_create(
        dossier=dossier,
        user=user,
        defaults={"role": role, "is_guest": not held},
        create_defaults={
            "role": role,
            "is_guest": not held,
            "added_by": by,
            "added_at": at,
        },
    )
    data = {"user": str(user.pk), "role": role}
    _record(dossier, "dossier.team_role", data, by=by, at=at)
    if role == DossierRole.DELEGATE:
        _tell(DELEGATED, [user], dossier, by=by, at=at)
    return None


@transaction.atomic
def remove_place(place: DossierMember, *, by: User, at: datetime) -> None:
    """Take a person out of this dossier, and tell them; the invitations they had open are `by`'s.

    Refused for who is there by the structure alone, and when somebody did it first.
    """
    dossier, user = place.dossier, place.user
    if not DossierMember.objects.filter(pk=place.pk).delete()[0]:
        raise Refused(NOT_IN)
    _hand_over(dossier, giver=user, taker=by)
    data = {"user": str(user.pk), "role": place.role}
    _record(dossier, "dossier.team_removed", data, by=by, at=at)
    _tell(REMOVED, [user], dossier, by=by, at=at)


@transaction.atomic
def leave_dossier(dossier: Dossier, *, successor: User | None, by: User, at: datetime) -> None:
    """A guest goes; a successor, of the team, gets their place and their open invitations.

    Without one the invitations go to who had added them. Those who represent the structure are
    told. Refused to who is there by the structure.
    """
    place = dossier.team.select_for_update().filter(user=by, is_guest=True).first()
    if place is None:
        raise Refused(NOT_YOUR_PLACE)
    if successor and not may_succeed(dossier, successor, place):
        raise Refused(NO_SUCH_SUCCESSOR)
    if successor:
        _give_place(place, successor, by=by, at=at)
    _hand_over(dossier, giver=by, taker=successor or place.added_by)
    place.delete()
    data = {"successor": str(successor.pk)} if successor else {}
    _record(dossier, "dossier.team_left", data, by=by, at=at)
    told = dossier.structure.memberships.filter(role=MemberRole.REPRESENTATIVE)
    people = [row.user for row in told.select_related("user")]
    _tell(LEFT, people, dossier, by=by, at=at)


def _give_place(place: DossierMember, successor: User, *, by: User, at: datetime) -> None:
    """The successor may do what the leaver could; a wider role of theirs stays."""
    held = place.dossier.structure.memberships.filter(user=successor).first()
    if held and held.role == MemberRole.REPRESENTATIVE:
        return
    theirs = place.dossier.team.filter(user=successor).first()
    if theirs and _rank(theirs.role) <= _rank(place.role):
        return
    change_place(place.dossier, successor, role=place.role, by=by, at=at)


def _rank(role: str) -> int:
    return DossierRole.values.index(role)


def _back_to_structure(
    place: DossierMember | None, *, is_member: bool, by: User, at: datetime
) -> None:
    if not is_member:
        raise Refused("Choisissez un rôle.")
    if place:
        place.delete()
        _record(place.dossier, "dossier.team_role", {"user": str(place.user_id)}, by=by, at=at)


def _hand_over(dossier: Dossier, *, giver: User, taker: User) -> None:
    dossier.invitations.pending().filter(invited_by=giver).update(invited_by=taker)


def _tell(news: str, people: list[User], dossier: Dossier, *, by: User, at: datetime) -> None:
    context = {"dossier": dossier, "title": _title(dossier), "by": by}
    key = f"{news}:{dossier.pk}:{by.pk}:{at:%Y%m%d%H%M%S}"
    notify(people, news, context, key=key, at=at)


def _record(
    dossier: Dossier, verb: str, data: Mapping[str, str], *, by: User, at: datetime
) -> None:
    record(verb, by=by, at=at, obj=dossier, data=data, scope=dossier.edition.coordination.slug)


def _title(dossier: Dossier) -> str:
    return dossier.project.title or dossier.reference


def _told(invitation: DossierInvitation) -> dict[str, str]:
    """The journal names the invitation, never the address."""
    return {"invitation": str(invitation.pk), "role": invitation.role}
