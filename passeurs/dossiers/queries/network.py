"""What the directories have for a dossier: people to take up, venues near an action."""

from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from passeurs.network.models import Practitioner, Venue
from passeurs.network.queries.venues import directory, nearest
from passeurs.network.rules import distance_m
from passeurs.territories.models import Commune
from passeurs.territories.rules import point_of

from ..models import Person

FOUND = 12
HERE = 5


@dataclass(frozen=True)
class Offer:
    """A venue that may be chosen; `metres` is None when the action has no point yet."""

    venue: Venue
    metres: float | None = None


def offers_for(action, text=""):
    """The venues to choose from: the nearest ones, or those that a search finds."""
    point = point_of_action(action)
    if text:
        return [_offer(venue, point) for venue in directory(text=text)[:FOUND]]
    if point:
        lon, lat = point
        return [Offer(near.venue, near.metres) for near in nearest(lat=lat, lon=lon)]
    return [Offer(venue) for venue in _in_department(action.commune)]


def point_of_action(action):
    """(lon, lat) of the action's own point, else of its commune's centre, else None."""
    own = point_of(lat=action.lat, lon=action.lon)
    if own or action.commune is None:
        return own
    return point_of(lat=action.commune.lat, lon=action.commune.lon)


def _offer(venue, point):
    placed = point_of(lat=venue.lat, lon=venue.lon)
    if not point or not placed:
        return Offer(venue)
    return Offer(venue, distance_m(point[1], point[0], placed[1], placed[0]))


def _in_department(commune):
    """Without a point: the halls of the commune, then those of its department."""
    if commune is None:
        return []
    rank = Case(When(commune=commune, then=Value(0)), default=Value(1))
    found = directory().filter(commune__department=commune.department)
    return list(found.order_by(rank, "search", "pk")[:HERE])


def with_venue_communes(actions):
    """The actions, each with the commune of its venue at hand; no query when none has any."""
    codes = {action.venue_insee for action in actions} - {""}
    communes = Commune.objects.in_bulk(codes) if codes else {}
    for action in actions:
        action.venue_commune = communes.get(action.venue_insee)
    return actions


def row_of(dossier, card):
    """The dossier's row for somebody, if there is one."""
    same = Q(practitioner=card) | Q(practitioner__merged_into=card)
    return Person.objects.filter(same, dossier=dossier).first()


def last_row_of(dossier, card):
    """The last row that a dossier of the same structure wrote of them."""
    same = Q(practitioner=card) | Q(practitioner__merged_into=card)
    rows = Person.objects.filter(same, dossier__structure=dossier.structure_id)
    return rows.order_by("-pk").first()


def cards_of(people, user):
    """Which cards of these rows the person may open; no query when no row has one."""
    keys = {row.practitioner_id for row in people} - {None}
    if not keys:
        return set()
    cards = Practitioner.objects.visible_to(user).filter(pk__in=keys)
    return set(cards.values_list("pk", flat=True))
