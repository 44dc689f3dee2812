"""The editions a person keeps, and those one may start from."""

from django.db.models import Case, Count, IntegerField, Q, Value, When

from passeurs.calls.models import Edition
from passeurs.dossiers.enums import FILED


def editions_kept(user):
    """The editions of the coordinations in whose team the person is, the latest first."""
    mine = Edition.objects.with_coordination().filter(coordination__team__user=user).distinct()
    counted = mine.annotate(
        begun=Count("dossiers", distinct=True),
        filed=Count("dossiers", filter=Q(dossiers__state__in=FILED), distinct=True),
    )
    return counted.order_by("-filing_before_at", "slug")


def sources_for(user):
    """One's own editions first, then the calls that other regions published."""
    mine = Q(coordination__team__user=user, coordination__team__role="coordination")
    rank = Case(When(mine, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Edition.objects.filter(mine | Q(is_public=True)).annotate(rank=rank).distinct()
    return found.select_related("coordination").order_by("rank", "-filing_before_at", "slug")
