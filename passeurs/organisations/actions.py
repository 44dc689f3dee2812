"""What is done to structures and their members; each deed is told to the journal."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.organisations.enums import MemberRole, SiretState
from passeurs.organisations.models import Coordination, Membership, Structure
from passeurs.organisations.queries import representatives_of

TAKEN = "Une structure est déjà enregistrée avec ce SIRET\u00a0: demandez à la rejoindre."
LAST_REPRESENTATIVE = (
    "Une structure garde au moins une personne qui la représente\u00a0: "
    "donnez d’abord ce rôle à quelqu’un d’autre."
)
MEMBER_ALREADY = "Cette personne est déjà membre de la structure."
NO_SIRET = "La structure n’a pas encore de SIRET."


@transaction.atomic
def register_structure(structure: Structure, *, by: User, at: datetime) -> Structure:
    """Save a new structure; the person who registers it represents it. Refused on a taken SIRET."""
    _save(structure)
    Membership.objects.create(structure=structure, user=by, role=MemberRole.REPRESENTATIVE)
    record("structure.registered", by=by, at=at, obj=structure, data={"siret": structure.siret})
    return structure


@transaction.atomic
def correct_structure(
    structure: Structure, *, changed: Iterable[str], by: User, at: datetime
) -> Structure:
    """Save a corrected card; a new SIRET is to be verified again. Refused on a taken SIRET."""
    changed = sorted(changed)
    if "siret" in changed:
        structure.siret_state = SiretState.UNVERIFIED
    _save(structure)
    if changed:
        record("structure.corrected", by=by, at=at, obj=structure, data={"fields": changed})
    return structure


def make_known(structure: Structure, coordination: Coordination) -> None:
    """From now on the coordination's team sees the structure; said twice, it changes nothing."""
    structure.coordinations.add(coordination)


@transaction.atomic
def add_member(
    structure: Structure, *, email: str, role: str, by: User, at: datetime
) -> Membership:
    """Give a person a role, opening an account to the address if it has none, and tell them.

    Refused when they are a member already.
    """
    user, _ = User.objects.get_or_create(email=email.strip().lower())
    member, is_new = Membership.objects.get_or_create(
        structure=structure, user=user, defaults={"role": role}
    )
    if not is_new:
        raise Refused(MEMBER_ALREADY)
    record("structure.member_added", by=by, at=at, obj=structure, data=_told(member))
    notify(
        [user],
        "organisations/emails/member_added",
        {"structure": structure, "by": by, "member": member},
        key=f"structure.member_added:{member.pk}",
        at=at,
    )
    return member


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
    """Refused when nobody would represent the structure any longer."""
    member = _locked(member)
    _keep_one_representative(member)
    record("structure.member_removed", by=by, at=at, obj=member.structure, data=_told(member))
    member.delete()


@transaction.atomic
def ask_to_join(structure: Structure, *, message: str, by: User, at: datetime) -> None:
    """Tell those who represent the structure, or the coordinations that know it; once a day."""
    record("structure.join_asked", by=by, at=at, obj=structure, reason=message)
    addresses = representatives_of(structure) or [
        coordination.email for coordination in structure.coordinations.all()
    ]
    notify(
        addresses,
        "organisations/emails/join_asked",
        {"structure": structure, "by": by, "message": message},
        key=f"structure.join_asked:{structure.pk}:{by.pk}:{at:%Y-%m-%d}",
        at=at,
    )


@transaction.atomic
def verify_siret(
    structure: Structure, *, by: User, at: datetime, reason: str, scope: str = ""
) -> None:
    """The coordination answers for the SIRET; Refused without one. `scope`: its slug."""
    if not structure.siret:
        raise Refused(NO_SIRET)
    moved = Structure.objects.filter(pk=structure.pk, siret=structure.siret).update(
        siret_state=SiretState.VERIFIED
    )
    if not moved:
        raise Refused("Le SIRET vient de changer\u00a0: relisez la fiche avant de le vérifier.")
    structure.siret_state = SiretState.VERIFIED
    data = {"siret": structure.siret}
    record(
        "structure.siret_verified",
        by=by,
        at=at,
        obj=structure,
        reason=reason,
        data=data,
        scope=scope,
    )


def _save(structure: Structure) -> None:
    try:
        with transaction.atomic():
            structure.save()
    except IntegrityError as error:
        raise Refused(TAKEN) from error


def _locked(member: Membership) -> Membership:
    """The member as of now, the structure being held until the end of the transaction."""
    structure = Structure.objects.select_for_update().get(pk=member.structure_id)
    fresh = Membership.objects.filter(pk=member.pk, structure=structure).first()
    if fresh is None:
        raise Refused("Cette personne n’est plus membre de la structure.")
    fresh.structure = structure
    return fresh


def _keep_one_representative(member: Membership) -> None:
    others = Membership.objects.filter(
        structure=member.structure, role=MemberRole.REPRESENTATIVE
    ).exclude(pk=member.pk)
    if member.role == MemberRole.REPRESENTATIVE and not others.exists():
        raise Refused(LAST_REPRESENTATIVE)


def _told(member: Membership) -> dict[str, str]:
    return {"user": str(member.user_id), "role": member.role}
