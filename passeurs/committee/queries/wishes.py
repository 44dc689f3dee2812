"""The options of a proposal as a scenario keeps them, and as `sharing` reads them.

Kept: `spread`, `minima` (department, amount, count), `zones` (zone → percent), `into` and `out`
(passages).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from passeurs.sharing.facts import Minimum, Options, Spread, Zone

from ..models import Passage


def options_of(kept: Mapping[str, Any], by_key: Mapping[str, Passage]) -> Options:
    """Those about dossiers that no longer stand, or that are hidden from the reader, are left."""
    keys = {passage.pk: key for key, passage in by_key.items()}
    return Options(
        spread=Spread(kept.get("spread", Spread.FREE)),
        minima=tuple(
            Minimum(department, Decimal(amount), count)
            for department, amount, count in kept.get("minima", [])
        ),
        zone_shares={Zone(zone): Decimal(share) for zone, share in kept.get("zones", {}).items()},
        forced_in=frozenset(keys[pk] for pk in kept.get("into", []) if pk in keys),
        forced_out=frozenset(keys[pk] for pk in kept.get("out", []) if pk in keys),
    )
