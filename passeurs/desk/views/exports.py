"""Asking for a table, seeing where it stands, fetching it."""

from urllib.parse import urlencode

from django.http import FileResponse, Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.core.access import require
from passeurs.core.downloads import shut
from passeurs.core.refusals import Refused
from passeurs.spreadsheets.formats import format_of

from ..actions.exports import ask_for_export, keep_columns
from ..exports import KINDS, kind_of, make, with_questions
from ..forms.dossiers import DossierFilterForm, is_uuid
from ..forms.exports import ExportForm
from ..models import ColumnChoice, Export
from ..queries.dossiers import Filters

MOST = 200
"""How many dossiers an address names."""


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Choose the table, its columns and its format; the worker makes it."""
    require(request.user, "dossier.export")
    kind = KINDS.get(request.GET.get("table"), KINDS["dossiers"])
    kind = with_questions(kind, request.user)
    choices = ColumnChoice.objects.visible_to(request.user).filter(kind=kind.code)
    picked = request.GET.get("choix", "")
    picked = choices.filter(pk=picked).first() if picked.isdecimal() else None
    form = ExportForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        chosen=picked.columns if picked else (),
        initial={"liste": request.GET.get("liste", "")},
    )
    if form.is_valid() and (asked := _ask(request, kind, form)):
        return redirect("desk:export", asked.pk)
    context = {"form": form, "kind": kind, "kinds": KINDS.values(), "choices": choices}
    context |= {"picked": picked, "recent": _recent(request.user)}
    context |= {"only": (only := _only(request)), "kept": urlencode({"dossiers": only}, doseq=True)}
    return render(request, "desk/export_ask.html", context, status=422 if form.errors else 200)


def _ask(request, kind, form):
    data = form.cleaned_data
    filters = DossierFilterForm(QueryDict(data["liste"]), user=request.user).asked()
    filters = Filters(only=only) if (only := _only(request)) else filters
    wanted = Export(
        kind=kind.code,
        format=data["format"],
        columns=data["columns"],
        query=data["liste"],
        filters=filters.as_json(),
    )
    try:
        if data["nom"]:
            named = {"name": data["nom"], "is_shared": data["partage"]}
            choice = ColumnChoice(kind=kind.code, columns=data["columns"], **named)
            keep_columns(choice, by=request.user)
        asked = ask_for_export(wanted, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return None
    make.enqueue(str(asked.pk))
    return asked


def _only(request):
    """The dossiers chosen one by one, as the address names them; what is no key is left out."""
    return tuple(key for key in request.GET.getlist("dossiers")[:MOST] if is_uuid(key))


def _recent(user):
    return Export.objects.filter(owner=user, expires_at__gt=timezone.now())[:5]


@require_safe
def show(request, pk):
    """Where the table stands; the page may be left."""
    asked = _find(request, pk)
    context = {"export": asked, "kind": kind_of(asked.kind), "recent": _recent(request.user)}
    return render(request, "desk/export.html", context)


@require_safe
def fetch(request, pk):
    asked = _find(request, pk)
    if not asked.file:
        raise Http404
    known = format_of(asked.format)
    response = FileResponse(
        asked.file.open("rb"),
        as_attachment=True,
        filename=f"passeurs-{asked.kind}.{known.code}",
        content_type=known.content_type,
    )
    return shut(response)


def _find(request, pk):
    require(request.user, "dossier.export")
    mine = Export.objects.filter(owner=request.user, expires_at__gt=timezone.now())
    return get_object_or_404(mine, pk=pk)
