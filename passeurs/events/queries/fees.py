"""The memberships that a coordination keeps, and those of one's own structures."""

from django.db.models import Count

from passeurs.dossiers.enums import FILED
from passeurs.dossiers.models import Dossier
from passeurs.organisations.models import Structure

from ..models import MembershipFee


def fees_kept(user, *, coordination, year, state="", text=""):
    """Those of a coordination and a year, by the structure's name."""
    found = MembershipFee.objects.of_desk(user).filter(coordination=coordination, year=year)
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(structure__name__icontains=text)
    return found.select_related("structure__commune").order_by("structure__name", "pk")


def fee_counts(coordination, year):
    rows = MembershipFee.objects.filter(coordination=coordination, year=year).order_by()
    return dict(rows.values_list("state").annotate(many=Count("pk")))


def structures_to_ask(coordination, year):
    """Those the coordination knows and of which it has asked nothing that year."""
    asked = MembershipFee.objects.filter(coordination=coordination, year=year)
    found = Structure.objects.filter(coordinations=coordination, absorbed_by=None)
    return found.exclude(pk__in=asked.values("structure")).order_by("name", "pk")


def fees_of(user):
    """Those of one's own structures, the last year first."""
    if not user.is_authenticated:
        return []
    found = MembershipFee.objects.held_by(user).select_related("structure", "coordination")
    return list(found.order_by("-year", "structure__name").distinct())


def holders_to_ask(coordination, year):
    """Of those, the ones whose dossier of that year is filed."""
    filed = Dossier.objects.filter(
        edition__coordination=coordination, edition__year=year, state__in=FILED
    )
    return structures_to_ask(coordination, year).filter(pk__in=filed.values("structure"))
