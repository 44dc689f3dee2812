"""A list of films from a file: sent, its columns named, its report read, then confirmed."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.refusals import Refused
from passeurs.core.typography import plural
from passeurs.dossiers.actions.films import import_list
from passeurs.films.book import report_table
from passeurs.films.enums import LineState
from passeurs.films.reading import find_table
from passeurs.spreadsheets.actions import choose, forget_pending, keep_pending
from passeurs.spreadsheets.forms import TableForm
from passeurs.spreadsheets.models import PendingFile
from passeurs.spreadsheets.reading import open_book
from passeurs.spreadsheets.writing import download

from ..film_import import PURPOSE, ListImport, subject_of, waiting
from ..forms.films import ListConfirmForm, MappingForm
from .films import find_edition, label_of, show_list

STALE = (
    "Le catalogue a changé depuis cet aperçu\u00a0: voici le rapport à jour. Relisez, puis "
    "confirmez."
)

SAID = {
    LineState.REFUSED: ("ligne refusée", "lignes refusées"),
    LineState.CHANGED: ("film complété", "films complétés"),
    LineState.NEW: ("nouveau film", "nouveaux films"),
    LineState.KNOWN: ("film déjà connu", "films déjà connus"),
}


@require_POST
def send(request, slug, code):
    """Keep the file, guess its columns, and go to its report."""
    edition = find_edition(request, slug, code)
    form = TableForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            find_table(open_book(form.cleaned_data["file"]))
            pending = keep_pending(
                form.cleaned_data["file"],
                purpose=PURPOSE,
                subject=subject_of(edition, code),
                by=request.user,
                at=timezone.now(),
            )
            _report(ListImport(edition, code, pending))
            return redirect("desk:film_import", slug, code)
        except Refused as refusal:
            form.add_error("file", " ".join(refusal.reasons))
    return show_list(request, edition, code, upload=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, slug, code):
    """The columns, the first lines and the report; posting corrects the columns."""
    edition = find_edition(request, slug, code)
    found = _found(request, edition, code)
    if found is None:
        return _served(request, slug, code)
    if request.method != "POST":
        return _show(request, found)
    form = MappingForm(request.POST, headings=found.table.headings, mapping=found.mapping)
    if not form.is_valid():
        return _show(request, found, mapping=form, status=422)
    found.mapping = form.mapping()
    _report(found)
    return redirect("desk:film_import", slug, code)


@require_POST
def confirm(request, slug, code):
    """Fill the list with every line that is not refused, or change nothing."""
    edition = find_edition(request, slug, code)
    found = _found(request, edition, code)
    if found is None:
        return _served(request, slug, code)
    form = _confirming(found, request.POST)
    if not form.is_valid():
        return _show(request, found, confirming=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = _apply(request, found, form)
    except PendingFile.DoesNotExist:
        return _served(request, slug, code)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _show(request, found, confirming=form, status=HTTPStatus.CONFLICT)
    told = plural(done.entered, "film entre", "films entrent")
    left = plural(len(done.withdrawn), "en sort", "en sortent")
    messages.success(request, f"La liste est à jour\u00a0: {told}, {left}.")
    return redirect("desk:film_list", slug, code)


def _apply(request, found, form):
    """Judge again at the last moment: what was read on the screen is what is written."""
    judged = found.judged()
    if found.report(judged)["counts"] != found.pending.report.get("counts"):
        _report(found, judged)
        raise Refused(STALE)
    return import_list(
        found.edition,
        found.list_code,
        judged,
        pending=found.pending,
        replaces=form.replaces,
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )


@require_safe
def report(request, slug, code, kind):
    """Every line with what becomes of it, or only those refused, to correct and send again."""
    edition = find_edition(request, slug, code)
    found = _found(request, edition, code)
    if found is None:
        raise Http404
    judged = found.judged()
    if request.GET.get("lignes") == "refusees":
        judged = [one for one in judged if one.state == LineState.REFUSED]
    try:
        return download([report_table(found.table, judged)], kind, name=f"rapport-{code}")
    except Refused:
        raise Http404 from None


@require_POST
def give_up(request, slug, code):
    edition = find_edition(request, slug, code)
    for pending in waiting(request.user, edition, code, at=timezone.now()):
        forget_pending(pending)
    messages.info(request, "Le fichier est oublié\u202f; la liste n’a pas changé.")
    return redirect("desk:film_list", slug, code)


def _found(request, edition, code):
    pending = waiting(request.user, edition, code, at=timezone.now()).first()
    return ListImport(edition, code, pending) if pending else None


def _served(request, slug, code):
    messages.info(
        request, "Ce fichier a déjà servi, ou n’attend plus\u00a0: envoyez-le de nouveau."
    )
    return redirect("desk:film_list", slug, code)


def _report(found, judged=None):
    """Keep the columns and the report beside the file; without title or year, the reason why."""
    try:
        told = found.report(found.judged() if judged is None else judged)
    except Refused as refusal:
        told = {"reasons": list(refusal.reasons)}
    choose(found.pending, {"mapping": found.mapping}, report=told)


def _confirming(found, data=None):
    told = found.pending.report
    refused = told.get("counts", {}).get("refused", 0)
    return ListConfirmForm(
        data, refused=refused, leaving=told.get("leaving", 0), initial={"mode": "add"}
    )


def _show(request, found, *, mapping=None, confirming=None, status=200):
    told = found.pending.report
    context = {
        "edition": found.edition,
        "code": found.list_code,
        "label": label_of(found.edition, found.list_code),
        "pending": found.pending,
        "headings": found.table.headings,
        "sample": found.table.sample(),
        **_columns(found, mapping),
        "report": told,
        "groups": _groups(told),
        "usable": told.get("total", 0) - told.get("counts", {}).get("refused", 0),
        "confirming": confirming or _confirming(found),
    }
    return render(request, "desk/films/import.html", context, status=status)


def _columns(found, form):
    """The facts that have a column, then those that have none."""
    form = form or MappingForm(headings=found.table.headings, mapping=found.mapping)
    named = [bound for bound in form if bound.name in found.mapping or bound.field.required]
    return {
        "mapping": form,
        "named": named,
        "unnamed": [bound for bound in form if bound not in named],
    }


def _groups(told):
    """The lines by what becomes of them, those to look at first."""
    order = (LineState.REFUSED, LineState.CHANGED, LineState.NEW, LineState.KNOWN)
    tones = {LineState.REFUSED: "no", LineState.CHANGED: "wait", LineState.NEW: "ok"}
    counts, lines = told.get("counts", {}), told.get("lines", {})
    return [
        {
            "state": str(state),
            "label": state.label,
            "said": plural(counts[str(state)], *SAID[state]),
            "tone": tones.get(state, "mute"),
            "count": counts[str(state)],
            "lines": lines[str(state)],
        }
        for state in order
        if counts.get(str(state))
    ]
