"""The reference data: what is loaded, importing a vintage, what each import gave."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.proofs import recent_proof_required
from passeurs.core.refusals import Refused
from passeurs.territories.forms import ImportForm
from passeurs.territories.imports.orders import confirm_import, drop_import, order_import
from passeurs.territories.imports.sources import PUBLISHED
from passeurs.territories.queries import imports_asked, vintages_loaded

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
def index(request):
    require(request.user, "territory.import")
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        ordered = order_import(
            form.order(), download=form.is_download, by=request.user, at=timezone.now()
        )
        return redirect("territories:import", pk=ordered.pk)
    context = {
        "form": form,
        "vintages": vintages_loaded(),
        "published": [f"{kind} {year}" for kind, year in PUBLISHED],
        "page": Paginator(imports_asked(), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "territories/imports.html", context, status=_status(form))


@require_safe
def detail(request, pk):
    """One import: how far it is, what it says, what it would change."""
    require(request.user, "territory.import")
    return render(request, "territories/import.html", {"import": _import(pk)})


@require_POST
@recent_proof_required
def confirm(request, pk):
    require(request.user, "territory.import")
    return _act(request, pk, confirm_import)


@require_POST
def drop(request, pk):
    require(request.user, "territory.import")
    return _act(request, pk, drop_import)


@require_safe
def report(request, pk):
    """The refused lines and the remarks, as a text to keep."""
    require(request.user, "territory.import")
    asked = _import(pk)
    response = HttpResponse(_as_text(asked), content_type="text/plain; charset=utf-8")
    name = f"import-{asked.kind}-{asked.vintage}.txt".lower()
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _as_text(asked):
    told = asked.report
    lines = [f"{row['where']}\u00a0: {row['text']}" for row in told.get("lines", ())]
    rest = told.get("refused", 0) - len(lines)
    more = [f"… et {rest} autres lignes refusées."] if rest > 0 else []
    remarks = [f"Remarque\u00a0: {text}" for text in told.get("remarks", ())]
    return "\n".join([asked.name, asked.problem, *lines, *more, *remarks, ""])


def _act(request, pk, act):
    try:
        act(_import(pk), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reasons[0])
    return redirect("territories:import", pk=pk)


def _import(pk):
    return get_object_or_404(imports_asked(), pk=pk)


def _status(form):
    return 422 if form.is_bound and form.errors else 200
