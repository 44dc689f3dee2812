"""Who came: what a certificate is due for, and what a commitment may count."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from passeurs.dossiers.models import Dossier
from passeurs.organisations.models import Structure

from ..enums import Place, State
from ..models import Registration


@dataclass(frozen=True)
class Attended:
    """One event that somebody of a structure came to; `counts_for` is "" when it keeps nothing."""

    event: Any
    on: date
    counts_for: str
    adults: int
    youths: int


def to_certify():
    """Those who came to an event that was held and have no certificate yet."""
    rows = Registration.objects.filter(state=Place.CAME, event__state=State.HELD, certificate=None)
    return list(rows.select_related("event").order_by("event", "pk"))


def attendance_of(subject: Structure | Dossier) -> list[Attended]:
    """What a structure, or one dossier, came to, the oldest first; each event once.

    Whoever registered for the structure alone counts for it and for none of its dossiers.
    """
    by = {"dossier": subject} if isinstance(subject, Dossier) else {"structure": subject}
    rows = Registration.objects.filter(state=Place.CAME, event__state=State.HELD, **by)
    found: dict[Any, Attended] = {}
    for one in rows.select_related("event__coordination").order_by("event__starts_at", "pk"):
        event, before = one.event, found.get(one.event_id)
        adults = one.adults + (before.adults if before else 0)
        youths = one.youths + (before.youths if before else 0)
        found[event.pk] = Attended(event, event.day, event.counts_for, adults, youths)
    return list(found.values())
