"""What is done to a structure's card; each deed is told to the journal."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record

from ..enums import MemberRole, SiretState
from ..models import Coordination, Membership, Structure

TAKEN = "Une structure est déjà enregistrée avec ce SIRET\u00a0: demandez à la rejoindre."
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
        structure.register_state, structure.register_seen_on = "", None
    _save(structure)
    if changed:
        record("structure.corrected", by=by, at=at, obj=structure, data={"fields": changed})
    return structure


@transaction.atomic
def open_card(
    structure: Structure, *, coordination: Coordination, by: User, at: datetime
) -> Structure:
    """The coordination notes a structure it has spoken with; nobody represents it yet.

    Refused on a taken SIRET.
    """
    _save(structure)
    make_known(structure, coordination)
    data = {"siret": structure.siret}
    scope = coordination.slug
    record("structure.noted", by=by, at=at, obj=structure, data=data, scope=scope)
    return structure


def make_known(structure: Structure, coordination: Coordination) -> None:
    """From now on the coordination's team sees the structure; said twice, it changes nothing."""
    structure.coordinations.add(coordination)


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
