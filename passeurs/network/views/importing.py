"""A table of venues: sent, read line by line, then confirmed."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.core.typography import plural
from passeurs.spreadsheets.actions import book_of, choose, forget_pending, keep_pending
from passeurs.spreadsheets.formats import FORMATS
from passeurs.spreadsheets.forms import ColumnsForm, ConfirmForm, TableForm
from passeurs.spreadsheets.models import PendingFile
from passeurs.spreadsheets.reading import open_book
from passeurs.spreadsheets.writing import download

from ..actions.venue_import import SERVED, import_venues
from ..queries.owners import desks_of
from ..queries.venues import desk_venues
from ..venue_columns import COLUMNS, model_table
from ..venue_reading import REFUSED, find_table, is_enough, read_venues

PURPOSE = "venues"
SHOWN = 200


@require_safe
def model(request, code):
    """The region's venues, in the columns that an import reads."""
    require(request.user, "venue.desk")
    if code not in FORMATS:
        raise Http404
    rows = desk_venues(request.user)
    return download([model_table(rows.iterator(chunk_size=500))], code, name="salles")


@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    """Send a file; then what it would do, as long as it waits."""
    coordination = _coordination(request)
    if request.method != "POST":
        return _show(request, coordination, TableForm())
    if "columns" in request.POST:
        return _choose_columns(request, coordination)
    form = TableForm(request.POST, request.FILES)
    if form.is_valid() and _kept(request, form, coordination):
        return redirect("network:venue_import")
    return _show(request, coordination, form)


@require_POST
def confirm(request):
    """Write what was accepted, all of it or nothing."""
    coordination = _coordination(request)
    pending = _waiting(request, coordination)
    if pending is None:
        messages.info(request, SERVED)
        return redirect("network:venue_import")
    try:
        book = book_of(pending)
        report = read_venues(book, coordination, _ranks(pending, find_table(book)))
        confirming = ConfirmForm(request.POST, refused=report.refused)
        if not confirming.is_valid():
            return _show(request, coordination, TableForm(), confirming=confirming)
        at = timezone.now()
        count = import_venues(coordination, report, pending=pending, by=request.user, at=at)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
        return redirect("network:venue_import")
    messages.success(request, f"{plural(count, 'salle reprise', 'salles reprises')} du fichier.")
    return redirect("network:desk_venues")


@require_POST
def give_up(request):
    """Forget the file; the directory stays as it is."""
    pending = _waiting(request, _coordination(request))
    if pending:
        forget_pending(pending)
    messages.info(request, "Le fichier est oublié\u202f; l’annuaire n’a pas changé.")
    return redirect("network:venue_import")


def _coordination(request):
    require(request.user, "venue.desk")
    return desks_of(request.user).first()


def _kept(request, form, coordination):
    """Keep a file that can be read; one that cannot does not take the place of one that can."""
    file = form.cleaned_data["file"]
    try:
        find_table(open_book(file)).rows()
        kept = {"purpose": PURPOSE, "subject": coordination.pk}
        keep_pending(file, **kept, by=request.user, at=timezone.now())
    except Refused as refused:
        form.add_error("file", " ".join(refused.reasons))
        return False
    return True


def _choose_columns(request, coordination):
    """Read the waiting file again, by the columns that the person says."""
    pending = _waiting(request, coordination)
    if pending is None:
        messages.info(request, SERVED)
        return redirect("network:venue_import")
    form = _columns_form(pending, find_table(book_of(pending)), request.POST)
    if not form.is_valid():
        return _show(request, coordination, TableForm(), columns=form)
    choose(pending, {"mapping": form.mapping()}, report={})
    return redirect("network:venue_import")


def _ranks(pending, table):
    """The columns that the person said, else those that are recognised."""
    kept = pending.choices.get("mapping")
    return table.guess() if kept is None else kept


def _columns_form(pending, table, data=None):
    ranks = _ranks(pending, table)
    return ColumnsForm(data, targets=COLUMNS, headings=table.headings, mapping=ranks)


def _waiting(request, coordination):
    files = PendingFile.objects.waiting(
        request.user, purpose=PURPOSE, subject=coordination.pk, at=timezone.now()
    )
    return files.first()


def _show(request, coordination, form, *, confirming=None, columns=None):
    pending = _waiting(request, coordination)
    context = {"form": form, "pending": pending, "formats": list(FORMATS)}
    if pending:
        context |= _read(pending, coordination, confirming, columns)
    wrong = [one for one in (form, confirming, columns) if one and one.errors]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "network/venue_import.html", context, status=status)


def _read(pending, coordination, confirming, columns):
    """The columns to say, and the report once they are enough."""
    book = book_of(pending)
    table = find_table(book)
    ranks = _ranks(pending, table)
    columns = columns or _columns_form(pending, table)
    found = {
        "columns": columns,
        "named": [one for one in columns if one.name in ranks or one.field.required],
        "unnamed": [one for one in columns if one.name not in ranks and not one.field.required],
    }
    if not is_enough(ranks):
        return found
    report = read_venues(book, coordination, ranks)
    refused_first = sorted(report.lines, key=lambda line: line.state != REFUSED)
    return found | {
        "report": report,
        "lines": refused_first[:SHOWN],
        "confirming": confirming or ConfirmForm(refused=report.refused),
    }
