"""Addresses, asked of the national service (GeoJSON, Base Adresse Nationale)."""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer

from passeurs.core.outside import Service, get_json
from passeurs.territories.models import Commune
from passeurs.territories.queries import communes_of_codes
from passeurs.territories.rules import point_of

PROPERTIES = ("label", "name", "postcode", "citycode", "type")
SHORTEST, LONGEST, SHOWN = 3, 200, 6
SALT = "territories.address"
AWAY = (
    "Le service des adresses ne répond pas\u00a0: choisissez la commune et placez le point sur "
    "la carte."
)


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address found, and the commune of today it is in."""

    label: str
    street: str
    postcode: str
    commune: Commune
    lat: float
    lon: float

    @property
    def proof(self):
        return proof_of(self.commune.pk, self.lat, self.lon)

    @property
    def hint(self):
        return f"{self.postcode} {self.commune.name}".strip()


def search_addresses(text):
    """At most six addresses, the likeliest first; None when the service does not answer.

    An answer in another shape than expected counts as none; so does an address abroad.
    """
    text = " ".join(text.split())[:LONGEST]
    if len(text) < SHORTEST:
        return []
    found = get_json(Service("addresses", settings.ADDRESS_URL), q=text, limit=SHOWN)
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        return None
    rows = [row for feature in features[:SHOWN] if (row := _read(feature))]
    communes = communes_of_codes({row["insee"] for row in rows})
    return [_address(row, communes[row["insee"]]) for row in rows if row["insee"] in communes]


def is_on():
    """Whether the platform has an address service at all."""
    return bool(settings.ADDRESS_URL)


def _read(feature):
    """What one feature tells, as texts and a point; None when it is not an address."""
    try:
        properties, place = feature["properties"], feature["geometry"]["coordinates"]
        point = point_of(lon=place[0], lat=place[1])
        row = {name: str(properties.get(name) or "")[:LONGEST] for name in PROPERTIES}
        row["insee"] = row.pop("citycode")
    except (TypeError, KeyError, IndexError, AttributeError):
        return None
    return row | {"point": point} if point and row["insee"] and row["label"] else None


def _address(row, commune):
    lon, lat = row["point"]
    return Address(
        label=row["label"],
        street="" if row["type"] == "municipality" else row["name"],
        postcode=row["postcode"],
        commune=commune,
        lat=round(lat, 6),
        lon=round(lon, 6),
    )


def proof_of(insee, lat, lon):
    """What says, in our own hand, that the service gave this point in this commune."""
    return Signer(salt=SALT).sign(_told(insee, lat, lon))


def is_proven(proof, *, insee, lat, lon):
    """Whether that very point comes from the service; moved since, it no longer does."""
    try:
        told = Signer(salt=SALT).unsign(proof)
    except BadSignature:
        return False
    return None not in (lat, lon) and told == _told(insee, lat, lon)


def _told(insee, lat, lon):
    return f"{insee} {lat:.6f} {lon:.6f}"
