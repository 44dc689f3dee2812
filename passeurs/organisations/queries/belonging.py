"""Who belongs where."""

from django.db.models import Count, Exists, OuterRef, Value
from django.db.models.functions import Concat

from passeurs.core.given import GivenPerson, Prepared
from passeurs.organisations.enums import MemberRole, TeamRole
from passeurs.organisations.models import Coordination, Membership, Structure, TeamMember


def roles_of(user):
    """Every role the person holds somewhere, as the permission table names them."""
    return set(ROLES.ask(person=user.pk)) if user.is_authenticated else set()


def _roles():
    person = GivenPerson("person")
    held = Membership.objects.order_by().filter(user=person)
    teams = TeamMember.objects.order_by().filter(user=person)
    named = held.values_list(Concat(Value("holder_"), "role"), flat=True)
    return named.union(teams.values_list("role", flat=True)).order_by()


ROLES = Prepared(_roles)


def coordinations_of(user):
    """The coordinations whose team the person is in; the national team is in none."""
    if not user.is_authenticated:
        return Coordination.objects.none()
    return Coordination.objects.filter(team__user=user).distinct()


def coordinations_kept_by(user):
    """Those whose team and identity the person keeps, by name."""
    kept = TeamMember.objects.filter(user=user, role=TeamRole.COORDINATION)
    return Coordination.objects.filter(team__in=kept)


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


def structures_of_desk(user, *, text="", view=""):
    """What a desk lists: the structures known to the person's coordinations.

    `view`: « a-verifier » for an unverified SIRET, « sans-personne » where nobody represents it.
    """
    known = Structure.objects.filter(coordinations__in=coordinations_of(user)).distinct()
    known = known.annotate(is_represented=_represented())
    if view == "a-verifier":
        known = known.exclude(siret=None).exclude(siret_state="verified")
    if view == "sans-personne":
        known = known.filter(is_represented=False)
    if text:
        known = known.filter(name__icontains=text) | known.filter(siret__startswith=text)
    return (
        known.select_related("commune")
        .order_by("name", "pk")
        .annotate(people=Count("memberships", distinct=True))
    )


def _represented():
    rows = Membership.objects.filter(role=MemberRole.REPRESENTATIVE, user__is_active=True)
    return Exists(rows.filter(structure=OuterRef("pk")))
