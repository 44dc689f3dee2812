"""Practitioners and venues, all invented."""

from itertools import count

from django.utils import timezone

from passeurs.network.actions.consent import give_consent
from passeurs.network.enums import Origin, Review, Through
from passeurs.network.models import Practitioner, Venue
from passeurs.territories.models import Commune
from tests.factories import organisations
from tests.factories.territories import CommuneFactory

AT = timezone.now().replace(microsecond=0)
_ranks = count(1)


def card(coordination=None, *structures, agreed=False, **facts):
    """A card that a structure knows; `agreed` when its person said yes."""
    rank = next(_ranks)
    given = {
        "name": f"Personne Inventée {rank}",
        "origin": Origin.HOLDER,
        "review": Review.KNOWN,
        "crafts": ["sound"],
        "email": f"inventee{rank}@exemple.fr",
        "created_at": AT,
        "updated_at": AT,
    }
    made = Practitioner.objects.create(
        coordination=coordination or organisations.coordination(), **(given | facts)
    )
    made.structures.add(*structures)
    if agreed:
        give_consent(made, through=Through.LINK, by=None, at=AT)
    return Practitioner.objects.get(pk=made.pk)


def venue(coordination=None, name="Cinéma Le Lanternon", *, commune=None, **facts):
    """A venue; its point is its own when `lat` and `lon` are given."""
    given = {"kind": "cinema", "created_at": AT, "updated_at": AT}
    given["is_exact"] = "lat" in facts
    return Venue.objects.create(
        coordination=coordination or organisations.coordination(),
        name=name,
        commune=commune or a_commune(),
        **(given | facts),
    )


def a_commune():
    """Cahors, once."""
    found = Commune.objects.filter(insee="46042").first()
    return found or CommuneFactory(insee="46042", name="Cahors", lat=44.45, lon=1.44)
