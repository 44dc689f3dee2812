"""Noting who leaves the discussion of a dossier that they may not judge."""

from datetime import datetime

from ..models import Leaving, Session
from ..queries.session import away_from, present_seats
from ..queries.sittings import seats_of


def note_leaving(session: Session, *, at: datetime) -> None:
    """Note who of those present is kept away from the dossier on screen, as things stand.

    A tie declared while it is discussed counts from then; one lifted no longer does.
    """
    passage = session.passage
    if passage is None or not passage.dossier.is_filed:
        return
    away = away_from(passage, seats_of(session.sitting))
    Leaving.objects.filter(passage=passage).exclude(seat__in=away).delete()
    present = away & present_seats(session.sitting)
    rows = [Leaving(passage=passage, seat_id=pk, at=at) for pk in sorted(present)]
    Leaving.objects.bulk_create(rows, ignore_conflicts=True)
