"""The attendance sheet, to print and sign by hand: names of adults, numbers for the young."""

from collections.abc import Sequence
from datetime import datetime

from passeurs.core.typography import clock, french_date, local, plural
from passeurs.documents.pdf import render_pdf
from passeurs.organisations.letterheads import letterhead_of

from ..enums import Place
from ..models import Event, Registration

BLANKS = 6
"""Empty lines, for who comes without having said so."""
SAID = {Place.CAME: "Présent", Place.ABSENT: "Absent"}


def sheet_pdf(event: Event, lines: Sequence[Registration], *, at: datetime) -> bytes:
    made = local(at, event.zone)
    people = sum(one.size for one in lines)
    data = {
        "kind": event.get_kind_display(),
        "title": event.title,
        "when": event.when,
        "where": event.where,
        "count": f"{plural(len(lines), 'inscription')}, {plural(people, 'personne')}",
        "made": f"{french_date(made.date())} à {clock(made)}",
        "rows": [_row(number, one) for number, one in enumerate(lines, 1)],
        "blanks": BLANKS,
    }
    return render_pdf(
        "events/pdf/sheet.typ",
        data,
        title=f"Feuille d’émargement, {event.title}",
        at=at,
        letterhead=letterhead_of(event.coordination),
    )


def _row(number: int, one: Registration) -> list[str]:
    state = SAID.get(Place(one.state), "")
    return [str(number), one.name, one.structure.name, str(one.adults), str(one.youths), state]
