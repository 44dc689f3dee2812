"""Decisions fit to be published."""

from datetime import date
from decimal import Decimal
from itertools import count

from passeurs.dossiers.actions.awarding import Line, Told, tell_award
from passeurs.dossiers.models import Dossier

NUMBERS = count(1)
WHOLE = {
    "granted": {"lines": (Line("DRAC Occitanie", "drac", Decimal(4000)),)},
    "declined": {"reason": "Le projet ne prévoit aucun atelier.", "remedies": "Deux mois."},
    "waiting": {"rank": 1},
}


def told(outcome, **changes):
    """A decision with all that it needs, its letter with a number of its own."""
    usual = {
        "decided_on": date(2026, 12, 14),
        "letter_number": f"LETTRE-{next(NUMBERS)}",
        "letter": b"%PDF-1.7 lettre",
    }
    return Told(outcome=outcome, **(usual | WHOLE[outcome] | changes))


def awarded(dossier, outcome, *, by, at, **changes):
    """A dossier moved to what the committee decided, whatever happened before."""
    Dossier.objects.filter(pk=dossier.pk).update(state="admissible", submitted_at=at)
    return tell_award(dossier, told(outcome, **changes), by=by, at=at)
