"""Questions about the venues: the directory, and those nearest to a point."""

from dataclasses import dataclass

from django.db.models import Q

from ..models import ACCESS, Venue
from ..rules import box_around, distance_m

NEAREST = 5
RADII_M = (10_000, 30_000, 90_000, 270_000)
"""Where the nearest are looked for, step by step; further away a hall is near to nothing."""

ACCESS_CODES = {name.removeprefix("has_"): name for name in ACCESS}


@dataclass(frozen=True)
class Near:
    """A venue, and how far it is by the great circle."""

    venue: Venue
    metres: float


def directory(*, text="", kind="", coordination="", access=""):
    """The venues that may be chosen, through the filters; an unknown access is not a yes."""
    found = Venue.objects.open().matching(text)
    if kind:
        found = found.filter(kind=kind)
    if coordination:
        found = found.filter(coordination__slug=coordination)
    if access:
        found = found.filter(**{ACCESS_CODES[access]: True})
    return found.select_related("commune", "coordination").order_by("search", "pk")


def desk_venues(user, *, text="", kind="", state=""):
    """What the coordination keeps: closed ones too, those never verified on demand."""
    found = Venue.objects.kept_by(user).matching(text)
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(**STATES[state])
    return found.select_related("commune").order_by("search", "pk")


STATES = {
    "a-verifier": {"verified_at": None, "closed_at": None},
    "sans-place": {"rooms": [], "closed_at": None},
    "fermees": {"closed_at__isnull": False},
}


def nearest(*, lat, lon, count=NEAREST):
    """The venues nearest to a point, the closest first, at most `count` of them within 270 km.

    One query a radius (four at most), each in a box of the index on the point, then one for the
    venues themselves: how many venues there are elsewhere changes nothing.
    """
    found = []
    for radius in RADII_M:
        found = _within(lat, lon, radius)
        if len(found) >= count:
            break
    chosen = sorted(found)[:count]
    rows = Venue.objects.select_related("commune").in_bulk([pk for _, pk in chosen])
    return [Near(rows[pk], metres) for metres, pk in chosen if pk in rows]


def _within(lat, lon, radius):
    """(metres, key) of the open venues within the radius."""
    box = box_around(lat, lon, radius)
    points = Venue.objects.open().filter(_inside(box)).values_list("pk", "lat", "lon")
    far = ((distance_m(lat, lon, *point), pk) for pk, *point in points.order_by())
    return [(metres, pk) for metres, pk in far if metres <= radius]


def _inside(box):
    if box.west <= box.east:
        across = Q(lon__gte=box.west, lon__lte=box.east)
    else:
        across = Q(lon__gte=box.west) | Q(lon__lte=box.east)
    return Q(lat__gte=box.south, lat__lte=box.north) & across


def twins_of(venue):
    """Venues of the same coordination and commune: the same hall, perhaps, written twice."""
    others = Venue.objects.filter(merged_into=None, coordination=venue.coordination_id)
    return others.filter(commune=venue.commune_id).exclude(pk=venue.pk).select_related("commune")
