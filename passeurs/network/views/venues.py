"""The public directory of venues: a map of lights, a list, a page each."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from passeurs.core.access import can
from passeurs.organisations.models import Coordination

from ..forms.filters import VenueFilterForm
from ..map import map_of
from ..models import Venue
from ..queries.owners import desks_of
from ..queries.venues import directory, nearest

PER_PAGE = 24
NEIGHBOURS = 4
ON_THE_MAP = 3_000


@login_not_required
@require_safe
def index(request):
    coordinations = list(Coordination.objects.order_by("region_name"))
    form = VenueFilterForm(request.GET, coordinations=coordinations, auto_id="v-%s")
    asked = form.asked()
    rows = list(directory(**asked)[:ON_THE_MAP])
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "map": map_of(rows),
        "is_filtered": bool(asked),
        "keeps": desks_of(request.user).exists(),
    }
    return render(request, "network/venues.html", context)


@login_not_required
@require_safe
def detail(request, pk):
    """One venue, where it is, and what stands around."""
    merged = Venue.objects.filter(pk=pk, merged_into__isnull=False).first()
    if merged:
        return redirect("network:venue", pk=merged.merged_into_id)
    rows = Venue.objects.visible_to(request.user).select_related("commune", "coordination")
    venue = get_object_or_404(rows, pk=pk)
    user = request.user
    keeps = user.is_authenticated and can(user, "venue.edit", venue)
    around = [near for near in _around(venue) if near.venue.pk != venue.pk][:NEIGHBOURS]
    context = {"venue": venue, "keeps": keeps, "around": around}
    return render(request, "network/venue.html", context)


def _around(venue):
    if venue.lat is None:
        return []
    return nearest(lat=venue.lat, lon=venue.lon, count=NEIGHBOURS + 1)
