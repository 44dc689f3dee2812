"""The business register: what the State says of a SIRET, asked of « Recherche d’entreprises »."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from passeurs.core.outside import Service, get_json
from passeurs.core.typography import local
from passeurs.territories.models import Commune
from passeurs.territories.queries import communes_of_codes

from .enums import LegalStatus, RegisterState
from .models import Structure
from .validators import compact, validate_rna

SHORTEST, LONGEST, SHOWN = 3, 120, 6
AWAY = (
    "Le registre des entreprises ne répond pas\u00a0: remplissez la fiche, il sera relu plus tard."
)
CULTURE = ("59.1", "90.", "91.")
"""APE of the cinema and of the performing arts, museums and libraries."""

COMMUNE_NATURES = {"7210"}
EPCI_NATURES = {"7343", "7344", "7346", "7348"}
"""Urban community, métropole, community of communes, of agglomeration (INSEE legal categories)."""

NOT_ASSOCIATIONS = {"9240"}
OPEN = "A"


@dataclass(frozen=True, kw_only=True)
class Record:
    """One establishment, as the register tells it; texts cut to what a card holds."""

    siret: str
    name: str
    acronym: str
    ape: str
    rna: str
    street: str
    postcode: str
    commune: Commune | None
    legal_status: str
    is_open: bool

    @property
    def place(self):
        return " ".join(filter(None, (self.postcode, self.commune.name if self.commune else "")))

    def initial(self):
        """What the card's form starts from."""
        names = ("siret", "name", "acronym", "ape", "rna", "street", "postcode", "legal_status")
        return {name: getattr(self, name) for name in names} | {"commune": self.commune or ""}


def is_on():
    """Whether the platform may ask the register at all."""
    return bool(settings.REGISTER_URL)


def find(text):
    """The establishments that a name, a SIREN or a SIRET leads to; None when it is away."""
    text = " ".join(text.split())[:LONGEST]
    number = compact(text)
    asked = number if siret_number.is_valid(number) or siren_number.is_valid(number) else text
    if len(asked) < SHORTEST:
        return []
    answer = get_json(Service("register", settings.REGISTER_URL), q=asked, per_page=SHOWN)
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        return None
    rows = [row for one in results[:SHOWN] if (row := _read(one, number))]
    communes = communes_of_codes({row["commune"] for row in rows})
    return [Record(**row | {"commune": communes.get(row["commune"])}) for row in rows]


def look_up(siret):
    """(whether the register answered, the Record of that very SIRET or None)."""
    found = find(siret)
    if found is None:
        return False, None
    return True, next((record for record in found if record.siret == compact(siret)), None)


def see(structure: Structure, *, at: datetime) -> bool:
    """Ask the register about a structure and keep what it said, with the date.

    Never inside a transaction. Says whether the register answered; a SIRET changed meanwhile keeps
    nothing. That a number exists does not make it the structure's: the coordination verifies that.
    """
    if not (structure.siret and is_on()):
        return False
    answered, record = look_up(structure.siret)
    if answered:
        Structure.objects.filter(pk=structure.pk, siret=structure.siret).update(
            register_seen_on=local(at).date(),
            register_state=_state(record),
        )
    return answered


def _state(record):
    if record is None:
        return RegisterState.UNKNOWN
    return RegisterState.OPEN if record.is_open else RegisterState.CLOSED


def _read(one, number):
    """One result as the fields of a Record, the commune by its code; None when it is none."""
    try:
        place = _establishment(one, number)
        row = {
            "siret": compact(_text(place, "siret")),
            "name": (_text(one, "nom_raison_sociale") or _text(one, "nom_complet"))[:200],
            "acronym": _text(one, "sigle")[:40],
            "ape": _text(place, "activite_principale")[:6],
            "rna": _rna(one),
            "street": _street(place)[:200],
            "postcode": _text(place, "code_postal")[:5],
            "commune": _text(place, "commune")[:5],
            "legal_status": legal_status(
                _text(one, "nature_juridique"), _text(place, "activite_principale")
            ),
            "is_open": OPEN
            == _text(place, "etat_administratif")
            == _text(one, "etat_administratif"),
        }
    except (TypeError, KeyError, AttributeError):
        return None
    return row if siret_number.is_valid(row["siret"]) and row["name"] else None


def _establishment(one, number):
    """The establishment whose SIRET was asked, else the head office."""
    matching = one.get("matching_etablissements") or []
    return next((place for place in matching if place.get("siret") == number), one["siege"])


def _street(place):
    postcode, whole = (
        _text(place, "code_postal"),
        _text(place, "geo_adresse") or _text(place, "adresse"),
    )
    street = whole.partition(postcode)[0] if postcode else whole
    return street.strip(" ,")


def _rna(one):
    number = _text(one.get("complements") or {}, "identifiant_association")
    try:
        validate_rna(number)
    except ValidationError:
        return ""
    return number


def legal_status(nature, ape=""):
    """The status of the call for an INSEE legal category; « » when it says nothing."""
    if nature in COMMUNE_NATURES:
        return LegalStatus.COMMUNE
    if nature in EPCI_NATURES:
        return LegalStatus.EPCI
    if nature.startswith("92") and nature not in NOT_ASSOCIATIONS:
        return LegalStatus.ASSOCIATION
    if nature.startswith(("4", "7")):
        return LegalStatus.OTHER_PUBLIC
    if not nature.isdecimal():
        return ""
    return LegalStatus.PRIVATE_CULTURAL if ape.startswith(CULTURE) else LegalStatus.OTHER_PRIVATE


def _text(row, name):
    value = row.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""
