"""The reading room: what is left to read, one dossier with its grid, and what the marks say."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.dossiers.forms.base import sent_names, version_of
from passeurs.dossiers.printing.dossier import dossier_data
from passeurs.dossiers.queries.filing import as_read, latest_snapshot
from passeurs.dossiers.views.saving import is_autosave, saved_answer, saved_words, status_of
from passeurs.instruction.models import Sheet

from ..actions.annotations import annotate
from ..actions.reading import give_reading, save_reading, take_reading_back
from ..enums import State
from ..forms.reading import NotesForm, ReadingForm
from ..marking import out_of
from ..queries.reading import (
    advance_of,
    grid_for,
    neighbours,
    notes_of,
    readable,
    reading_of,
    said,
    shelf_of,
    told_of,
)
from .finding import WRONG, find, now

PAGE, ROOM = "committee:reading", "committee:room"
LOCKED = 423
PER_PAGE = 25


@require_safe
def room(request, pk):
    """What one has to read, has begun, has given back."""
    sitting = find(request, pk, "reading.read")
    shelf = shelf_of(sitting, request.user, request.GET.get("etat", ""))
    page = Paginator(shelf.rows, PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.out_of = None if one.my_score is None else out_of(one.my_score)
    until = sitting.reading_until if sitting.state == State.READING else None
    context = {"sitting": sitting, "edition": sitting.edition, "shelf": shelf, "page": page}
    context["due"] = until if until and until > timezone.now() else None
    return render(request, "committee/room.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk, passage):
    """A dossier to read, the grid beside it; saved field by field, or whole without the script."""
    sitting = find(request, pk, "reading.read")
    desk = Desk(_passage(request, sitting, passage), request.user)
    if request.method == "POST":
        require(request.user, "reading.write", sitting)
        desk.grid = desk.grid_form(request.POST)
        return _save(request, desk.passage, desk.grid, save_reading) or _show(request, desk)
    return _show(request, desk)


@require_POST
def notes(request, pk, passage):
    """Keep one's own notes on a dossier, field by field or all at once."""
    sitting = find(request, pk, "reading.read")
    desk = Desk(_passage(request, sitting, passage), request.user)
    desk.notes = desk.notes_form(request.POST)
    return _save(request, desk.passage, desk.notes, annotate) or _show(request, desk)


def _save(request, passage, form, deed, *, silent=False):
    """Keep the valid fields; JSON for an autosave, else a redirect, or None to show the form."""
    if form is None:
        raise Http404
    zone = passage.sitting.edition.timezone
    form.keep_only(sent_names(form, request.POST, autosave=is_autosave(request)))
    form.is_valid()
    try:
        version_of(request.POST)
        saved = deed(passage, form.changes(), **now(request))
    except Refused as refusal:
        if is_autosave(request):
            return JsonResponse({"message": " ".join(refusal.reasons)}, status=LOCKED)
        form.add_error(None, " ".join(refusal.reasons))
        return None
    if is_autosave(request):
        return saved_answer(form, saved, zone, row_meta=_redrawn(request, passage, deed))
    if form.errors or saved.conflicts:
        form.meet(saved)
        return None
    if not silent:
        messages.success(request, saved_words(saved, zone))
    return redirect(PAGE, passage.sitting_id, passage.pk)


def _redrawn(request, passage, deed):
    """How far the reading has come, in the two places that say it."""
    if deed is not save_reading:
        return {}
    advance = _advance(passage, reading_of(passage, request.user))
    drawn = render_to_string("committee/advance.html", {"advance": advance})
    short = render_to_string("committee/advance_short.html", {"advance": advance})
    return {"avancee": drawn, "avancee-barre": short}


def _advance(passage, mine):
    return advance_of(mine, grid_for(passage.sitting)) if mine else None


@require_POST
def act(request, pk, passage, word):
    """Give one's reading, keeping first what its form holds, or take it back."""
    sitting = find(request, pk, "reading.write")
    row = _passage(request, sitting, passage)
    if word not in DEEDS:
        raise Http404
    deed, done = DEEDS[word]
    if word == GIVE and (unkept := _unkept(request, row)):
        return _show(request, unkept)
    try:
        deed(row, **now(request))
    except Refused as refusal:
        desk = Desk(row, request.user)
        desk.lacking = refusal.reasons
        return _show(request, desk)
    messages.success(request, done)
    return redirect(PAGE, pk, passage)


def _unkept(request, passage):
    """What was typed is kept before it is given; else the table, to show it again."""
    desk = Desk(passage, request.user)
    if desk.mine is None or desk.mine.is_given or "_version" not in request.POST:
        return None
    desk.grid = desk.grid_form(request.POST)
    kept = _save(request, passage, desk.grid, save_reading, silent=True)
    return None if kept else desk


GIVE = "rendre"
DEEDS = {
    GIVE: (give_reading, "Votre lecture est rendue\u00a0: elle compte."),
    "reprendre": (take_reading_back, "Votre lecture est reprise\u00a0: rendez-la de nouveau."),
}


def _passage(request, sitting, pk):
    related = ("dossier__edition", "dossier__project", "dossier__structure__commune")
    rows = readable(sitting, request.user).select_related(*related)
    found = get_object_or_404(rows, pk=pk)
    found.sitting = sitting
    return found


class Desk:
    """What is on the table of one who reads a dossier: their reading, their notes."""

    lacking = ()

    def __init__(self, passage, user):
        self.passage, self.user = passage, user
        self.mine = reading_of(passage, user)
        self.grid, self.notes = self.grid_form(), self.notes_form()

    def grid_form(self, data=None):
        """None for who reads without a voice."""
        if self.mine is None:
            return None
        return ReadingForm(data, grid=grid_for(self.passage.sitting), initial=said(self.mine))

    def notes_form(self, data=None):
        return NotesForm(data, initial=notes_of(self.passage, self.user))

    @property
    def status(self):
        return WRONG if self.lacking else status_of(self.grid, self.notes)


def _show(request, desk):
    passage, mine, user = desk.passage, desk.mine, request.user
    sitting, dossier = passage.sitting, passage.dossier
    may_give = mine is not None and can(user, "reading.write", sitting)
    context = {
        "sitting": sitting,
        "edition": sitting.edition,
        "passage": passage,
        "dossier": dossier,
        "reading": dossier_data(*as_read(dossier, latest_snapshot(dossier)), at=timezone.now()),
        "mine": mine,
        "advance": _advance(passage, mine),
        "form": desk.grid,
        "notes": desk.notes,
        "lacking": desk.lacking,
        "may_give": may_give,
        "editable": may_give and not mine.is_given,
        "told": told_of([passage], sitting, user, full=True).get(passage.pk),
        "near": neighbours(passage, sitting, user),
        "sheet": Sheet.objects.shared_with(user).filter(dossier=dossier).first(),
    }
    return render(request, "committee/reading.html", context, status=desk.status)
