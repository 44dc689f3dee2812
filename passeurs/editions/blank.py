"""An edition that starts from nothing: what a document holds before anyone has chosen."""

from datetime import date
from typing import Any


def blank(year: int) -> dict[str, Any]:
    """Dates of the autumn before, to be reviewed; no sum, no rule, no article yet."""
    opening = date(year - 1, 9, 1)
    return {
        "format": "passeurs.edition/1",
        "year": year,
        "sitting": 1,
        "timezone": "Europe/Paris",
        "calendar": {
            "opening": f"{opening.isoformat()}T00:00:00",
            "filing_before": f"{year - 1}-10-31T23:59:59",
        },
        "calendar_labels": {},
        "calendar_notes": {},
        "money": {
            "floor": None,
            "ceiling": None,
            "ceiling_scope": "holder_edition",
            "share": None,
            "share_base": "without_voluntary",
            "cofunding_required": False,
        },
        "pathway": {"min_actions": 1, "natures_required": []},
        "partners": {"functions_required": [], "one_structure_two_functions": "to_confirm"},
        "audience": {
            "age_min": 12,
            "age_max": 25,
            "core_share": "50.00",
            "bands": [[0, 11], [12, 17], [18, 25], [26, None]],
            "report_under": 25,
        },
        "territory": {"qpv_vintage": 2024, "rural": {"kind": "FRR", "vintage": 2025}},
        "holders": {"legal_statuses": ["association", "commune", "epci", "other_public"]},
        "film_lists": [],
        "action_kinds": [],
        "objectives": [],
        "commitments": [],
        "documents": [],
        "texts": {},
        "clauses": [],
        "rules": [],
    }
