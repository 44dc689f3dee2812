"""What the readings say, dossier by dossier, for who prepares the sitting."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.refusals import Refused
from passeurs.spreadsheets.formats import format_of
from passeurs.spreadsheets.writing import download

from ..actions.chasing import chase_by_hand
from ..actions.passages import rank_by_marks
from ..queries.marks import marks_told, progress_of
from ..queries.reading import readable
from ..tables import marks_tables
from .finding import attempt, find, now

PER_PAGE = 25


@require_safe
def index(request, pk):
    """Who gave their readings, and what these come to; the marks only where one may know them."""
    sitting = find(request, pk, "sitting.keep")
    page = Paginator(readable(sitting, request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "sitting": sitting,
        "edition": sitting.edition,
        "page": page,
        "rows": marks_told(page.object_list, sitting, request.user),
        "progress": progress_of(sitting),
    }
    return render(request, "committee/marks.html", context)


@require_POST
def chase(request, pk):
    """Write to those who have dossiers left to read."""
    sitting = find(request, pk, "sitting.keep")
    deed = lambda: chase_by_hand(sitting, **now(request))  # noqa: E731 - said once
    attempt(request, deed, "Un message est parti à qui n’a pas tout lu.")
    return redirect("committee:marks", pk)


@require_POST
def rank(request, pk):
    sitting = find(request, pk, "sitting.keep")
    deed = lambda: rank_by_marks(sitting, **now(request))  # noqa: E731 - said once
    attempt(request, deed, "L’ordre de passage suit les notes.")
    return redirect("committee:manage", pk)


@require_safe
def export(request, pk, code):
    sitting = find(request, pk, "sitting.keep")
    try:
        known = format_of(code)
    except Refused as refusal:
        raise Http404 from refusal
    tables = marks_tables(marks_told(readable(sitting, request.user), sitting, request.user))
    return download(tables[:1] if known.code == "csv" else tables, known.code, name="notes")
