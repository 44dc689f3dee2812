"""La fiche d'instruction: written by the coordination, read by nobody else until it is shared."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.forms.base import sent_names, version_of
from passeurs.dossiers.views.saving import is_autosave, saved_answer, saved_words, status_of

from ..actions.sheets import (
    finish_sheet,
    rewrite_sheet,
    save_sheet,
    settle_aside,
    share_sheet,
    validate_sheet,
)
from ..forms.sheets import SheetForm
from ..models import Sheet, SheetAside
from ..queries.sheets import (
    asides_of,
    bounds_of,
    changes_of,
    earlier_of,
    opinions_shared_with,
    sheet_of,
)
from .finding import find, head, tell

PAGE = "instruction:sheet"
PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk):
    """The sheet; saved field by field, or whole without the script."""
    dossier = find(request, pk, "sheet.read")
    sheet = sheet_of(dossier)
    if request.method == "POST":
        require(request.user, "sheet.write", dossier)
        form = _form(dossier, sheet, request.POST)
        return _save(request, dossier, form) or _show(
            request, dossier, form, status=status_of(form)
        )
    return _show(request, dossier, _form(dossier, sheet))


def _form(dossier, sheet, data=None):
    return SheetForm(data, instance=sheet, edition=dossier.edition, dossier=dossier)


def _save(request, dossier, form):
    """Keep the valid fields; JSON for an autosave, else a redirect, or None to show the form."""
    form.keep_only(sent_names(form, request.POST, autosave=is_autosave(request)))
    form.is_valid()
    by, at = request.user, timezone.now()
    try:
        version = version_of(request.POST)
        saved = save_sheet(dossier, form.changes(), version=version, by=by, at=at)
    except Refused as refusal:
        return _refused(request, form, refusal)
    if is_autosave(request):
        return saved_answer(form, saved, dossier.edition.timezone)
    if form.errors or saved.conflicts:
        form.conflicts, form.saved_version = saved.conflicts, saved.version
        return None
    messages.success(request, saved_words(saved, dossier.edition.timezone))
    return redirect(PAGE, dossier.pk)


def _refused(request, form, refusal):
    if is_autosave(request):
        return JsonResponse({"message": " ".join(refusal.reasons)}, status=HTTPStatus.LOCKED)
    for reason in refusal.reasons:
        form.add_error(None, reason)
    return None


@require_POST
def change(request, pk, verb):
    """Say it written, validate it, write it again, share it or no longer."""
    dossier = find(request, pk, "sheet.write")
    if verb not in VERBS:
        raise Http404
    action, options, done = VERBS[verb]
    try:
        action(dossier, by=request.user, at=timezone.now(), **options)
        messages.success(request, done)
    except Refused as refusal:
        tell(request, refusal)
    return redirect(PAGE, pk)


@require_POST
def settle(request, pk, aside):
    """Choose between two texts for one field."""
    dossier = find(request, pk, "sheet.write")
    waiting = get_object_or_404(SheetAside, sheet__dossier=dossier, pk=aside, settled_at=None)
    at = timezone.now()
    if request.POST.get("choice") == "mine":
        try:
            _put(dossier, waiting, by=request.user, at=at)
        except Refused as refusal:
            tell(request, refusal)
            return redirect(PAGE, pk)
    settle_aside(waiting, at=at)
    messages.success(request, "Votre choix est fait ; l’autre texte reste dans l’histoire.")
    return redirect(PAGE, pk)


def _put(dossier, aside, *, by, at):
    """Put the text in its field, as its form would read it."""
    sheet = Sheet.objects.get(dossier=dossier)
    form = _form(dossier, sheet, {aside.field: aside.text})
    form.keep_only({aside.field})
    if not form.is_valid():
        raise Refused(*(line for lines in form.errors.values() for line in lines))
    changes = [
        AttributeChange(
            name=aside.field,
            target=sheet,
            attribute=aside.field,
            value=form.cleaned_data[aside.field],
            before="",
        )
    ]
    save_sheet(dossier, changes, version=sheet.version, by=by, at=at)


@require_safe
def history(request, pk):
    """Who changed what in the sheet, fifty a page."""
    dossier = find(request, pk, "sheet.read")
    sheet = sheet_of(dossier)
    shown = Paginator(changes_of(sheet) if sheet.pk else [], PER_PAGE)
    form = _form(dossier, sheet)
    changes = shown.get_page(request.GET.get("page"))
    for one in changes:
        field = form.fields.get(one.field)
        one.label = field.label if field else one.field
        one.before_words, one.after_words = (
            _words(field, text) for text in (one.before, one.after)
        )
    context = head(request, dossier, "Histoire de la fiche", "sheet") | {"page": changes}
    return render(request, "instruction/history.html", context)


def _words(field, text):
    return str(dict(getattr(field, "choices", ())).get(text, text)) if text else ""


@require_safe
def opinions(request):
    """The opinions shared with the committee, for the DRAC and the coordination."""
    require(request.user, "opinion.read")
    shown = Paginator(opinions_shared_with(request.user), PER_PAGE)
    context = {"page": shown.get_page(request.GET.get("page"))}
    return render(request, "instruction/opinions.html", context)


def _show(request, dossier, form, *, status=200):
    sheet = sheet_of(dossier)
    asides = asides_of(sheet)
    for one in asides:
        one.label = form.all_labels.get(one.field, one.field)
    may_write = can(request.user, "sheet.write", dossier)
    context = head(request, dossier, "Fiche d’instruction", "sheet") | {
        "sheet": sheet,
        "form": form,
        "editable": may_write and not sheet.is_validated,
        "may_write": may_write,
        "asides": asides,
        "bounds": bounds_of(dossier),
        "earlier": earlier_of(dossier, request.user),
    }
    return render(request, "instruction/sheet.html", context, status=status)


VERBS = {
    "ecrite": (finish_sheet, {}, "La fiche est écrite."),
    "valider": (validate_sheet, {}, "La fiche est validée : elle ne change plus."),
    "rouvrir": (rewrite_sheet, {}, "La fiche est rouverte."),
    "partager": (share_sheet, {"is_shared": True}, "La DRAC peut lire l’avis."),
    "reprendre": (share_sheet, {"is_shared": False}, "La DRAC ne lit plus l’avis."),
}
