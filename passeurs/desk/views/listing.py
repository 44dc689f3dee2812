"""The region's dossiers as a list or a board, and the views kept."""

from dataclasses import replace
from urllib.parse import parse_qs

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.dossiers.enums import DESK_LABELS, State

from ..actions.views import forget_view, keep_view
from ..forms.dossiers import DossierFilterForm, SavedViewForm
from ..models import SavedView
from ..queries.dossiers import Listed, columns_of, found, totals_of

PER_PAGE = 50
PER_COLUMN = 20
BOARD = "colonnes"


@require_safe
def index(request):
    """Dossiers of one's coordinations, filtered by the address, fifty a page, or by state."""
    require(request.user, "desk.read")
    form = DossierFilterForm(request.GET, user=request.user)
    asked = form.asked()
    totals = totals_of(found(request.user, replace(asked, state="")))
    shown = _board if request.GET.get("vue") == BOARD else _table
    context = {
        "form": form,
        "asked": asked,
        "totals": totals,
        "tabs": _tabs(form, asked, totals),
        "keeps": can(request.user, "docket.keep"),
        "views": _views(request, form),
        "here": form.address(),
    }
    return render(request, "desk/dossiers.html", context | shown(request, form, asked, totals))


def _table(request, form, asked, totals):
    rows = Listed(found(request.user, asked), request.user, order=form.order)
    pages = Paginator(rows, PER_PAGE)
    pages.count = totals["count"].get(asked.state, 0) if asked.state else totals["all"]
    return {"page": pages.get_page(request.GET.get("page"))}


def _board(request, form, asked, totals):
    rows = found(request.user, replace(asked, state=""))
    rows = columns_of(rows, request.user, order=form.order, most=PER_COLUMN)
    by_state = {state: [] for state in State}
    for row in rows:
        by_state[row.state].append(row)
    return {
        "columns": [
            {
                "label": DESK_LABELS[state],
                "rows": rows,
                "count": totals["count"].get(state, 0),
                "url": form.address(etat=state.value, vue=""),
            }
            for state, rows in by_state.items()
        ]
    }


def _tabs(form, asked, totals):
    """All, then each state that has dossiers, or that is asked for."""
    states = [state for state in State if totals["count"].get(state) or asked.state == state]
    rows = [("", "Tous", totals["all"])]
    rows += [(state, DESK_LABELS[state], totals["count"].get(state, 0)) for state in states]
    return [
        {
            "label": label,
            "count": count,
            "url": form.address(etat=str(state)),
            "current": asked.state == state,
        }
        for state, label, count in rows
    ]


def _views(request, form):
    if not form.ours:
        return []
    views = list(SavedView.objects.visible_to(request.user))
    for view in views:
        view.is_current = parse_qs(view.query) == parse_qs(form.address().lstrip("?"))
        view.is_mine = view.owner_id == request.user.pk
    return views


@require_POST
def keep(request):
    """Keep the filters of the moment under a name."""
    require(request.user, "docket.keep")
    form = SavedViewForm(request.POST)
    back = f"{reverse('desk:dossiers')}?{QueryDict(request.POST.get('query', '')).urlencode()}"
    if not form.is_valid():
        messages.error(request, "Donnez à cette vue un nom de 60 caractères au plus.")
        return redirect(back)
    try:
        keep_view(form.instance, by=request.user, at=timezone.now())
        messages.success(request, f"Vue « {form.instance.name} » gardée.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect(back)


@require_POST
def forget(request, pk):
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    require(request.user, "docket.keep")
    try:
        forget_view(view, by=request.user)
        messages.success(request, f"Vue « {view.name} » oubliée.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("desk:dossiers")
