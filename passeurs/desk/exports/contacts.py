"""The record of contacts as a table: a row for each exchange, thread after thread."""

from django.db.models import Q

from passeurs.contacts.models import Contact
from passeurs.core.typography import local
from passeurs.spreadsheets.writing import Column, Kind, Table

CHUNK = 500
COLUMNS = (
    Column("Fil", Kind.NUMBER, width=8),
    Column("Structure", width=34),
    Column("Commune", width=20),
    Column("Édition", width=24),
    Column("Date de l’échange", Kind.DATE),
    Column("Canal"),
    Column("Sens", width=18),
    Column("Avec qui", width=24),
    Column("Adresse électronique", width=30),
    Column("Téléphone"),
    Column("Ce qui s’est dit", width=60),
    Column("Suite à donner", width=30),
    Column("Pour le", Kind.DATE),
    Column("État du fil"),
    Column("Noté par", width=24),
    Column("Notes de la coordination", width=40),
)


def table_of(threads):
    """The exchanges of these threads, fetched by handfuls."""
    return Table("Prises de contact", COLUMNS, _lines(threads))


def _lines(threads):
    keys = list(threads.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        rank = {pk: place for place, pk in enumerate(some)}
        rows = Contact.objects.filter(Q(pk__in=some) | Q(thread__in=some))
        found = list(rows.select_related("edition", "recorded_by", "thread"))
        found.sort(key=lambda one: (rank[one.thread_id or one.pk], one.at, one.pk))
        yield from map(_cells, found)


def _cells(one):
    first = one.thread or one
    by = one.recorded_by if one.source == "desk" else None
    return [
        first.pk,
        one.structure_name,
        one.city,
        one.edition.title,
        local(one.at, one.edition.timezone),
        one.get_channel_display(),
        "De la coordination" if one.is_ours else "Vers la coordination",
        one.person_name,
        one.email,
        one.phone,
        one.message,
        one.next_step,
        one.next_step_on,
        first.get_state_display(),
        by.get_full_name() if by else "",
        one.notes,
    ]
