"""The journal: who did what, when, on what; and taking it away."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.proofs import recent_proof_required
from passeurs.core.typography import local
from passeurs.spreadsheets.writing import Column, Kind, Table, download

from ..actions.journal import note_export
from ..forms.journal import JournalFilterForm
from ..queries.journal import journal_of, reads_everything, scopes_of, told

PER_PAGE = 50
CHUNK = 500
COLUMNS = (
    Column("Quand", Kind.DATE),
    Column("Qui", width=26),
    Column("Adresse", width=30),
    Column("Fait", width=36),
    Column("Famille"),
    Column("Objet", width=36),
    Column("Région"),
    Column("Motif", width=40),
    Column("Ligne", Kind.NUMBER, width=8),
    Column("Empreinte", width=66),
)


@require_safe
def index(request):
    require(request.user, "journal.read")
    scopes = scopes_of(request.user)
    form = JournalFilterForm(request.GET, scopes=scopes, auto_id="j-%s")
    asked = form.asked()
    found = journal_of(request.user, scopes=scopes, **asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": told(page, with_links=not reads_everything(request.user)),
        "scopes": scopes,
        "is_filtered": bool(asked),
    }
    return render(request, "desk/journal.html", context)


@require_POST
@recent_proof_required
def export(request):
    """The lines asked for, as a table for a spreadsheet."""
    require(request.user, "journal.export")
    scopes = scopes_of(request.user)
    asked = JournalFilterForm(request.GET, scopes=scopes).asked()
    found = journal_of(request.user, scopes=scopes, **asked)
    note_export(request.user, asked=asked, count=found.count(), at=timezone.now())
    table = Table("Journal", COLUMNS, _lines(found, scopes))
    return download([table], "csv", name="journal")


def _lines(found, scopes):
    """One row a line of the journal, fetched by handfuls."""
    handful = []
    for entry in found.iterator(chunk_size=CHUNK):
        handful.append(entry)
        if len(handful) == CHUNK:
            yield from map(_cells(scopes), told(handful, with_links=False))
            handful = []
    yield from map(_cells(scopes), told(handful, with_links=False))


def _cells(scopes):
    def cells(row):
        entry, actor = row.entry, row.entry.actor
        return [
            local(entry.at),
            actor.get_full_name() if actor else "La plateforme",
            actor.email if actor else "",
            row.deed,
            row.family,
            row.about or entry.object_id,
            scopes.get(entry.scope, entry.scope),
            entry.reason,
            entry.pk,
            entry.digest,
        ]

    return cells
