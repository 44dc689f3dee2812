"""Editing a part of an edition, and the rows of a list."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.calls import timeline
from passeurs.calls.checker import check

from ..forms.base import VersionedForm
from ..forms.dates import MoveForm
from ..forms.registry import LISTS, PARTS
from ..queries.wording import preview_of
from .finding import find, save

MOVES = {"monter": -1, "descendre": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug, code):
    """One part of the document, shown, checked and saved on its own."""
    edition, part = find(request, slug), _known(PARTS, code)
    known = {"document": edition.document(), "version": edition.version}
    form = part.form(request.POST if request.method == "POST" else None, **known)
    is_preview = "apercu" in request.POST
    if not is_preview and form.is_valid():
        written = form.write(edition.document())
        if answer := save(request, edition, form, written, part=part.title):
            return answer
    status = getattr(form, "status", 422) if form.errors and not is_preview else 200
    context = {"edition": edition, "part": part, "form": form, "is_preview": is_preview}
    context |= part_context(part, edition)
    return render(request, part.template, context, status=status)


def part_context(part, edition):
    """What the checker says of the part; the dates also stand on their line."""
    shown = {"findings": findings_of(part, edition)}
    if part.code == "dates":
        shown["stones"] = timeline.stones(edition.document(), at=timezone.now())
        shown["move"] = MoveForm(auto_id="deplacer-%s")
    return shown


def findings_of(part, edition):
    found = check(edition.document())
    return [one for one in found if one.where.partition(".")[0] in part.where]


def _known(table, code):
    if code not in table:
        raise Http404
    return table[code]


@require_safe
def rows(request, slug, code):
    edition, found = find(request, slug), _known(LISTS, code)
    return _list(request, edition, found)


def _list(request, edition, found, *, form=None, status=200):
    document = edition.document()
    lines = [
        {
            "code": row[found.form.code_key],
            "label": found.label(row),
            "detail": found.detail_of(row, document),
        }
        for row in found.rows(document)
    ]
    context = {"edition": edition, "part": found, "rows": lines, "form": form}
    context["findings"] = findings_of(found, edition)
    return render(request, "editions/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def row(request, slug, code, row=""):
    """A row, new or known by its code."""
    edition, found = find(request, slug), _known(LISTS, code)
    document = edition.document()
    known = found.find(document, row) if row else None
    if row and known is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = found.form(data, document=document, version=edition.version, row=known)
    is_preview = "apercu" in request.POST
    if form.is_valid() and not is_preview:
        written = with_row(found, document, form)
        answer = save(request, edition, form, written, part=found.title)
        if answer:
            return answer if edition.is_public else redirect("editions:rows", slug, code)
    status = getattr(form, "status", 422) if form.errors else 200
    context = {"edition": edition, "part": found, "form": form, "row": known}
    if is_preview and form.is_valid() and found.key == "wordings":
        context |= _preview(request, edition, form.cleaned_data)
    return render(request, found.template, context, status=status)


def _preview(request, edition, typed):
    """The words as they would be read, nothing kept; the reference names a dossier to read."""
    reference = request.POST.get("reference", "").replace("\0", "").strip()[:90]
    shown = preview_of(edition, typed["subject"], typed["body"], reference=reference)
    return {"preview": shown, "reference": reference}


def with_row(found, document, form):
    """The document with the row in its place, or last."""
    rows, key = found.rows(document), found.form.code_key
    made = form.named({one[key] for one in rows})
    placed = [made if one[key] == made[key] else one for one in rows]
    if made not in placed:
        placed.append(made)
    return found.after({**document, found.key: placed})


@require_POST
def move(request, slug, code, row, name):
    """Up, down or away: one button each."""
    edition, found = find(request, slug), _known(LISTS, code)
    document, form = edition.document(), VersionedForm(request.POST)
    rows = found.rows(document)
    place = next((n for n, one in enumerate(rows) if one[found.form.code_key] == row), None)
    if place is None or name not in {*MOVES, "retirer"}:
        raise Http404
    if form.is_valid():
        written = {**document, found.key: moved(rows, place, name)}
        if answer := save(request, edition, form, written, part=found.title):
            return answer if edition.is_public else redirect("editions:rows", slug, code)
    status = getattr(form, "status", 422)
    messages.error(request, "Rien n’a changé.")
    return _list(request, edition, found, form=form, status=status)


def moved(rows, place, name):
    """The rows with one taken out, or changed places with its neighbour."""
    if name == "retirer":
        return [one for rank, one in enumerate(rows) if rank != place]
    target = min(max(place + MOVES[name], 0), len(rows) - 1)
    rows[place], rows[target] = rows[target], rows[place]
    return rows
