"""Where an action takes place, and which priority zones that is in."""

from passeurs.territories.queries import locate

from ..models import Action


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
