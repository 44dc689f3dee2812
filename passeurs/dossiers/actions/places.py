"""Where an action takes place, and which priority zones that is in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from passeurs.territories.models import Commune
from passeurs.territories.queries import locate

from ..changes import AttributeChange, Change, as_text
from ..models import Action
from .saving import Saved, save_changes

PLACE_FIELDS = {"commune", "lat", "lon", "place_proof", "declared_qpv"}
"""What the zones of an action follow from."""


def refresh_findings(action: Action) -> None:
    """Ask the reference data which zones the place is in, with the edition's vintages; keep it.

    The findings name the vintage used, so that a verdict can be read years later.
    """
    territory = action.dossier.edition.document()["territory"]
    rural = territory["rural"]
    action.findings = (
        locate(
            insee=action.commune_id,
            lat=action.lat,
            lon=action.lon,
            qpv_vintage=territory["qpv_vintage"],
            rural=(rural["kind"], rural["vintage"]),
        )
        if action.commune_id or action.lat is not None
        else {}
    )
    action.save(update_fields=["findings"])


def follow_street(action: Action, names: Iterable[str]) -> None:
    """A street rewritten by hand is no longer the one that the service gave with the point."""
    if "street" in names and "place_proof" not in names and action.place_proof:
        action.place_proof = ""
        action.save(update_fields=["place_proof"])


def place_at(
    action: Action, place: dict[str, Any], *, version: int, by: Any, at: datetime
) -> Saved:
    """Save where the action is, and ask its zones again. Raises `Refused` as any save.

    `place` holds `lat`, `lon` and `place_proof`, and for an address `street` and `commune_id`.
    A commune that is no longer known is left as it was.
    """
    return save_changes(
        action.dossier,
        "actions",
        list(_changes(action, place)),
        row=action.key,
        version=version,
        by=by,
        at=at,
        then=lambda _saved: refresh_findings(action),
    )


def _changes(action: Action, place: dict[str, Any]) -> Iterable[Change]:
    values = dict(place)
    commune = Commune.objects.filter(pk=values.pop("commune_id", None)).first()
    if commune is not None:
        values["commune"] = commune
    for name, value in values.items():
        before = as_text(getattr(action, name))
        yield AttributeChange(name=name, target=action, attribute=name, value=value, before=before)
