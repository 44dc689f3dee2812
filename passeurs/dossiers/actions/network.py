"""What a dossier takes from the directories, and what it gives them; each stays its own."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.refusals import Refused
from passeurs.network.actions.cards import create_card
from passeurs.network.enums import Origin
from passeurs.network.models import Practitioner, Venue

from ..changes import AttributeChange
from ..models import Action, Dossier, Person
from ..queries.network import last_row_of, row_of
from .rows import add_row, refuse_unless_editable
from .saving import Saved, save_changes

KEPT_FROM_LAST = ("craft", "kind", "employer", "hourly_rate")


@transaction.atomic
def choose_venue(action: Action, venue: Venue, *, version: int, by: Any, at: datetime) -> Saved:
    """Write the venue's name, kind and commune into the action, as if they were typed.

    Raises `Refused` when the dossier is not to be written, as any save.
    """
    written = (
        ("venue_name", "venue_name", venue.name),
        ("venue_kind", "venue_kind", venue.kind),
        ("venue_commune", "venue_insee", venue.commune_id),
    )
    changes = [
        AttributeChange(
            name=name,
            target=action,
            attribute=attribute,
            value=value,
            before=getattr(action, attribute),
        )
        for name, attribute, value in written
    ]
    return save_changes(
        action.dossier, "actions", list(changes), row=action.key, version=version, by=by, at=at
    )


@transaction.atomic
def take_up(dossier: Dossier, card: Practitioner, *, by: Any, at: datetime) -> Person:
    """Add a row for somebody known, filled from the card and from their last row in this structure.

    What is written in the row afterwards never changes the card. Already there, their row is
    answered. Raises `Refused` as adding a row does.
    """
    if known := row_of(dossier, card):
        return known
    last = last_row_of(dossier, card)
    facts = {name: getattr(last, name) for name in KEPT_FROM_LAST} if last else {}
    facts.setdefault("craft", ", ".join(card.craft_labels)[:120])
    row: Person = add_row(
        dossier, "people", by=by, at=at, name=card.name, practitioner=card, **facts
    )
    return row


@transaction.atomic
def keep_card(row: Person, *, by: Any, at: datetime) -> Practitioner:
    """Begin a card out of a row: private to the structure and its coordination.

    Raises `Refused` for a row without a name, or when the dossier is not to be written.
    """
    refuse_unless_editable(row.dossier, at=at)
    if row.practitioner:
        return row.practitioner
    if not row.name.strip():
        raise Refused("Écrivez d’abord le nom de cette personne.")
    card = create_card(
        row.dossier.edition.coordination,
        {"name": row.name, "other_craft": row.craft},
        origin=Origin.HOLDER,
        by=by,
        at=at,
        structure=row.dossier.structure,
    )
    row.practitioner = card
    row.save(update_fields=["practitioner"])
    return card
