"""Who belongs where."""

from django.db.models import Count, Value
from django.db.models.functions import Concat

from passeurs.organisations.enums import MemberRole
from passeurs.organisations.models import Coordination, Membership, Structure, TeamMember


def roles_of(user):
    """Every role the person holds somewhere, as the permission table names them."""
    if not user.is_authenticated:
        return set()
    held = Membership.objects.order_by().filter(user=user)
    teams = TeamMember.objects.order_by().filter(user=user)
    named = held.values_list(Concat(Value("holder_"), "role"), flat=True)
    return set(named.union(teams.values_list("role", flat=True)).order_by())


def coordinations_of(user):
    """The coordinations whose team the person is in; the national team is in none."""
    if not user.is_authenticated:
        return Coordination.objects.none()
    return Coordination.objects.filter(team__user=user).distinct()


def structures_of(user):
    """The structures the person is a member of, whatever their role."""
    return Structure.objects.of_member(user).select_related("commune")


def structures_written_by(user):
    """The structures in whose name the person may open a dossier."""
    writers = (MemberRole.REPRESENTATIVE, MemberRole.EDITOR)
    return structures_of(user).filter(memberships__user=user, memberships__role__in=writers)


def structure_with_siret(siret):
    """The one structure of this SIRET (figures only), or None."""
    return Structure.objects.filter(siret=siret).first() if siret else None


def representatives_of(structure):
    """The people who answer for the structure."""
    rows = structure.memberships.filter(role=MemberRole.REPRESENTATIVE, user__is_active=True)
    return [row.user for row in rows.select_related("user")]


def members_of(structure):
    """The members, representatives first."""
    order = {role: rank for rank, role in enumerate(MemberRole.values)}
    rows = structure.memberships.select_related("user")
    return sorted(rows, key=lambda row: (order[row.role], str(row.user)))


def team_of(coordination, role):
    """The people who hold `role` beside a coordination."""
    rows = TeamMember.objects.filter(coordination=coordination, role=role, user__is_active=True)
    return [row.user for row in rows.select_related("user")]


def structures_of_desk(user, *, text="", unverified=False):
    """What a desk lists: the structures known to the person's coordinations."""
    known = Structure.objects.filter(coordinations__in=coordinations_of(user)).distinct()
    if unverified:
        known = known.exclude(siret=None).exclude(siret_state="verified")
    if text:
        known = known.filter(name__icontains=text) | known.filter(siret__startswith=text)
    return (
        known.select_related("commune")
        .order_by("name", "pk")
        .annotate(people=Count("memberships", distinct=True))
    )
