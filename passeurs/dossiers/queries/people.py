"""Who is told of what happens to a dossier."""

from django.db.models import Q

from passeurs.accounts.models import User
from passeurs.organisations.enums import MemberRole, TeamRole
from passeurs.organisations.models import Membership
from passeurs.organisations.queries import team_of

from ..enums import DossierRole
from ..models import DossierMember


def people_to_tell(dossier):
    """Those who write for the holder, guests among them, and the coordination's team."""
    writers = Q(
        memberships__structure=dossier.structure_id,
        memberships__role__in=[MemberRole.REPRESENTATIVE, MemberRole.EDITOR],
    )
    places = DossierMember.objects.in_force().filter(
        dossier=dossier, role__in=[DossierRole.DELEGATE, DossierRole.EDITOR]
    )
    holders = User.objects.filter(writers | Q(pk__in=places.values("user")), is_active=True)
    return list(holders.distinct()), team_of(dossier.edition.coordination_id, TeamRole.COORDINATION)


def writers_of(dossiers):
    """Those who write for the holder of each dossier, by its key, in two questions for all."""
    members = [MemberRole.REPRESENTATIVE, MemberRole.EDITOR]
    return _by_dossier(dossiers, members, [DossierRole.DELEGATE, DossierRole.EDITOR])


def filers_by_dossier(dossiers):
    """Those who may file each dossier, by its key, in two questions for all."""
    return _by_dossier(dossiers, [MemberRole.REPRESENTATIVE], [DossierRole.DELEGATE])


def _by_dossier(dossiers, held, given):
    members = Membership.objects.filter(
        structure__in={one.structure_id for one in dossiers}, role__in=held, user__is_active=True
    )
    places = DossierMember.objects.in_force().filter(
        dossier__in=[one.pk for one in dossiers], role__in=given, user__is_active=True
    )
    by_structure, by_dossier = {}, {}
    for row in members.select_related("user"):
        by_structure.setdefault(row.structure_id, {})[row.user_id] = row.user
    for row in places.select_related("user"):
        by_dossier.setdefault(row.dossier_id, {})[row.user_id] = row.user
    return {
        one.pk: list((by_structure.get(one.structure_id, {}) | by_dossier.get(one.pk, {})).values())
        for one in dossiers
    }
