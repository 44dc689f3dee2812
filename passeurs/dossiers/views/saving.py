"""One way to save a form, whole or field by field, with or without JavaScript."""

from http import HTTPStatus

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.core.typography import clock, local

from ..actions.saving import Saved, save_changes
from ..forms.answers import withdrawn
from ..forms.base import sent_names, version_of


def status_of(*forms):
    """The answer's code for a page that shows forms again: what was typed stays, and is told."""
    shown = [form for form in forms if form is not None]
    if any(getattr(form, "conflicts", None) for form in shown):
        return HTTPStatus.CONFLICT
    refused = any(form.errors for form in shown)
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def is_autosave(request):
    return request.headers.get("X-Autosave") == "1"


def save(request, dossier, section, form, *, row="", after=None, meta=None, back=""):  # noqa: PLR0913 - as `save_changes`
    """Save what the form holds. JSON for an autosave; else a redirect, or None to show the form.

    Valid fields are kept even when others are not; a conflict keeps both texts. `back` is where to
    go once saved, the same page by default: never what the request asks.
    """
    autosave, gone = is_autosave(request), withdrawn(form, request.POST)
    form.keep_only(sent_names(form, request.POST, autosave=autosave))
    form.is_valid()
    form.withdrawn = gone
    try:
        saved = save_changes(
            dossier,
            section,
            form.changes(),
            row=row,
            version=version_of(request.POST),
            by=request.user,
            at=timezone.now(),
            then=after,
        )
    except Refused as refusal:
        return _refused(request, form, refusal, autosave=autosave)
    if autosave:
        rows = {"row_meta": meta(saved) if meta else {}}
        return saved_answer(form, saved, dossier.edition.timezone, **rows)
    return _answer(request, dossier, form, saved, back)


def _answer(request, dossier, form, saved: Saved, back):
    for sentence in dict.fromkeys(form.withdrawn.values()):
        form.add_error(None, sentence)
    if form.errors or saved.conflicts:
        form.conflicts = saved.conflicts
        form.saved_version = saved.version
        return None
    messages.success(request, saved_words(saved, dossier.edition.timezone))
    return redirect(back or request.path)


def saved_words(saved: Saved, zone):
    """« Enregistré à 21 h 04. », on the clocks of `zone`."""
    return f"Enregistré à {clock(local(saved.at, zone))}."


def saved_answer(form, saved: Saved, zone, **more):
    """What `autosave.js` reads: what was kept and when, what was refused, what met another text."""
    gone = getattr(form, "withdrawn", {})
    told = {
        "version": saved.version,
        "saved_at": clock(local(saved.at, zone)),
        "saved": saved.names,
        "errors": {name: [str(line) for line in lines] for name, lines in form.errors.items()}
        | {name: [sentence] for name, sentence in gone.items()},
        "conflicts": {
            name: {"theirs": c.theirs, "mine": c.mine, "by": c.by}
            for name, c in saved.conflicts.items()
        },
    }
    status = HTTPStatus.CONFLICT if saved.conflicts else HTTPStatus.OK
    return JsonResponse(told | more, status=status)


def _refused(request, form, refusal, *, autosave):
    if autosave:
        return JsonResponse({"message": " ".join(refusal.reasons)}, status=HTTPStatus.LOCKED)
    for reason in refusal.reasons:
        form.add_error(None, reason)
    return None
