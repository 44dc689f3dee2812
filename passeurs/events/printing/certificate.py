"""The certificate of attendance on paper: who, what, when, and a number."""

from datetime import datetime
from typing import Any

from passeurs.core.typography import clock, french_date, local, plural
from passeurs.documents.pdf import render_pdf
from passeurs.organisations.letterheads import letterhead_of

from ..models import Event, Registration


def number_of(registration: Registration, event: Event) -> str:
    """« la-trame-2027-000042 »: unique, as the line it names is."""
    return f"{event.coordination.slug}-{event.day.year}-{registration.pk:06}"


def certificate_pdf(registration: Registration, event: Event, *, at: datetime) -> bytes:
    """The same bytes for the same facts and instant."""
    data = certificate_data(registration, event, at=at)
    return render_pdf(
        "events/pdf/certificate.typ",
        data,
        title=f"Attestation de présence {data['number']}",
        at=at,
        letterhead=letterhead_of(event.coordination),
    )


def certificate_data(registration: Registration, event: Event, *, at: datetime) -> dict[str, Any]:
    """Every word of the certificate; young people are a number."""
    made = local(at, event.zone)
    return {
        "number": number_of(registration, event),
        "coordination": event.coordination.name,
        "region": event.coordination.region_name,
        "referent": event.coordination.referent_name,
        "kind": event.get_kind_display(),
        "title": event.title,
        "when": event.when,
        "hours": hours_of(event),
        "where": event.where,
        "name": registration.name,
        "structure": registration.structure.name,
        "with": _with(registration),
        "commitment": event.get_counts_for_display(),
        "made": f"{french_date(made.date())} à {clock(made)}",
        "day": french_date(made.date()),
    }


def hours_of(event: Event) -> str:
    """« 7 heures », « 6 heures 30 »; nothing for what lasts several days."""
    minutes = int((event.ends_at - event.starts_at).total_seconds() // 60)
    if minutes > 24 * 60:
        return ""
    whole, left = divmod(minutes, 60)
    told = plural(whole, "heure") if whole else ""
    return f"{told} {left:02}".strip() if left and whole else told or plural(left, "minute")


def _with(registration: Registration) -> str:
    adults, youths = registration.adults - 1, registration.youths
    told = [
        plural(count, *words)
        for count, words in ((adults, ("autre adulte", "autres adultes")), (youths, ("jeune",)))
        if count
    ]
    return " et ".join(told)
