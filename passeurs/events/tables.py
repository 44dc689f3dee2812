"""The registrations of an event in a spreadsheet."""

from passeurs.core.typography import local
from passeurs.spreadsheets.writing import Column, Kind, Table

WIDE = 36
COLUMNS = (
    Column("Nom", width=WIDE),
    Column("Courriel", width=WIDE),
    Column("Structure", width=WIDE),
    Column("Commune", width=24),
    Column("Dossier", width=WIDE),
    Column("État", width=18),
    Column("Adultes", Kind.NUMBER),
    Column("Jeunes", Kind.NUMBER),
    Column("Repas", Kind.NUMBER),
    Column("Cuisine", width=WIDE),
    Column("Trajet", width=WIDE),
    Column("Au départ de", width=24),
    Column("Demandée le", Kind.DATE),
    Column("Attestation", width=24),
)


def registration_tables(event, lines):
    return [Table("Inscriptions", COLUMNS, [_row(event, one) for one in lines])]


def _row(event, one):
    dossier, commune = one.shown_dossier, one.structure.commune
    paper = getattr(one, "certificate", None)
    return [
        one.name,
        one.user.email,
        one.structure.name,
        commune.name if commune else "",
        (dossier.project.title or dossier.reference) if dossier else "",
        one.get_state_display(),
        one.adults,
        one.youths,
        one.meals,
        ", ".join(one.diet_words),
        one.get_travel_display(),
        one.travel_from,
        local(one.asked_at, event.zone).date(),
        paper.number if paper else "",
    ]
