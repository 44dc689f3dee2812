"""The columns of a table of venues: their headings, what each cell must hold, and the model."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from passeurs.core.folding import fold
from passeurs.spreadsheets import values
from passeurs.spreadsheets.values import Unreadable
from passeurs.spreadsheets.writing import Column, Table

from .enums import VenueKind
from .models import ACCESS, EQUIPMENT, Venue
from .rules import rooms_in


@dataclass(frozen=True)
class VenueColumn:
    """One column: the name of the venue's field, its heading, other headings it goes by."""

    name: str
    label: str
    read: Callable[[Any], Any]
    also: tuple[str, ...] = ()
    is_required: bool = False


def rooms(cell: Any) -> list[int] | None:
    """« 180 » or « 180, 60 et 45 »."""
    try:
        return rooms_in(values.as_typed(cell)) or None
    except ValueError as error:
        raise Unreadable(str(error).rstrip(".")) from error


def degrees(most: int) -> Callable[[Any], float | None]:
    """A latitude or a longitude, the decimals after a comma or a point."""

    def read(cell: Any) -> float | None:
        typed = values.as_typed(cell).strip().replace(",", ".")
        if not typed:
            return None
        try:
            found = float(typed)
        except ValueError:
            found = most + 1.0
        if not -most <= found <= most:
            raise Unreadable(f"«\u00a0{typed[:40]}\u00a0» n’est pas entre -{most} et {most}")
        return found

    return read


def checked(validator: Any, longest: int) -> Callable[[Any], str | None]:
    """Words that a form would accept too."""
    words = values.text(longest=longest)

    def read(cell: Any) -> str | None:
        typed = words(cell)
        try:
            if typed:
                validator(typed)
        except ValidationError as error:
            raise Unreadable(f"«\u00a0{str(typed)[:40]}\u00a0» n’est pas complet") from error
        return str(typed) if typed else None

    return read


SCREEN_MOST = 60


def metres(cell: Any) -> Any:
    """A width, in metres."""
    found = values.amount(cell)
    if found is not None and found > SCREEN_MOST:
        raise Unreadable(f"un écran ne dépasse pas {SCREEN_MOST} m")
    return None if found is None else round(found, 1)


COLUMNS = (
    VenueColumn("name", "Nom", values.text(longest=160, required=True), ("salle", "lieu"), True),
    VenueColumn("kind", "Sorte de lieu", values.among(VenueKind.choices), ("type", "sorte")),
    VenueColumn(
        "commune", "Commune", values.text(longest=120, required=True), ("ville", "insee"), True
    ),
    VenueColumn("street", "Adresse", values.text(longest=200), ("rue",)),
    VenueColumn("postcode", "Code postal", values.text(longest=5), ("cp",)),
    VenueColumn("lat", "Latitude", degrees(90), ("lat",)),
    VenueColumn("lon", "Longitude", degrees(180), ("lon", "lng")),
    VenueColumn("rooms", "Places de chaque salle", rooms, ("places", "fauteuils", "jauge")),
    *(VenueColumn(name, label, values.yes_no) for name, label in (ACCESS | EQUIPMENT).items()),
    VenueColumn("screen_width_m", "Largeur de l’écran (m)", metres, ("ecran",)),
    VenueColumn("contact_name", "Personne à joindre", values.text(longest=120), ("contact",)),
    VenueColumn(
        "email", "Adresse électronique", checked(EmailValidator(), 254), ("courriel", "email")
    ),
    VenueColumn("phone", "Téléphone", values.text(longest=30), ("tel",)),
    VenueColumn(
        "website", "Site", checked(URLValidator(schemes=["http", "https"]), 200), ("site web",)
    ),
)
HEADINGS = {fold(word): one for one in COLUMNS for word in (one.label, *one.also)}


def ranks_of(cells: Any) -> dict[str, int]:
    """Field → the rank of its column, for the headings that are known; the first one wins."""
    found: dict[str, int] = {}
    for rank, cell in enumerate(cells):
        column = HEADINGS.get(fold(values.shown(cell)))
        if column:
            found.setdefault(column.name, rank)
    return found


def model_table(venues: Any) -> Table:
    """The venues as a table that an import reads back."""
    columns = tuple(Column(one.label, width=max(14, len(one.label))) for one in COLUMNS)
    return Table("Salles", columns, ([_told(venue, one) for one in COLUMNS] for venue in venues))


def _told(venue: Venue, column: VenueColumn) -> Any:
    value = getattr(venue, column.name)
    if column.name in {"lat", "lon"} and not venue.is_exact:
        return None
    if column.name == "commune":
        return str(value)
    if column.name == "kind":
        return venue.get_kind_display()
    if column.name == "rooms":
        return ", ".join(str(seats) for seats in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value
