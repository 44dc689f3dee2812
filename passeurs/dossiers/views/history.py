"""L’historique: who wrote what and when, and going back to what was written."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.refusals import Refused

from ..forms.history import HistoryForm
from ..forms.speech import Speech
from ..forms.telling import told
from ..models import FieldChange
from ..queries.history import Asked, authors_of, changes_of, names_for, row_names
from ..sections import url_of
from .putting import put_in_place
from .shell import find, is_editable

PER_PAGE = 50
SIDES = {"avant": "before", "apres": "after"}


@require_safe
def page(request, dossier_id):
    """Fifty changes a page, by part, person or field; those made in one go are told as one."""
    dossier = find(request, dossier_id, "dossier.history")
    form = HistoryForm(request.GET, authors=authors_of(dossier))
    asked = _asked(form)
    shown = Paginator(changes_of(dossier, asked), PER_PAGE).get_page(request.GET.get("page"))
    changes = list(shown)
    speech = Speech(dossier, names_for(dossier, changes))
    is_from_last = shown.number == 1 and not asked.by
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "form": form,
        "page": shown,
        "entries": told(changes, speech, row_names(dossier), from_last=is_from_last),
        "field_label": speech.label(asked.section, asked.row, asked.field) if asked.field else "",
        "is_narrowed": asked != Asked(),
        "editable": is_editable(request.user, dossier, at=timezone.now()),
    }
    return render(request, "dossiers/history.html", context)


def _asked(form):
    """What the address asks for; what it asks wrongly is not asked."""
    form.is_valid()
    data = form.cleaned_data
    return Asked(
        section=data.get("partie", ""),
        row=data.get("ligne", ""),
        field=data.get("champ", ""),
        by=data.get("personne", ""),
    )


@require_POST
def put_back(request, dossier_id, pk, side):
    """Put an earlier text back in its field, as a change of its own."""
    dossier = find(request, dossier_id, "dossier.edit")
    change = get_object_or_404(FieldChange, dossier=dossier, pk=pk)
    if side not in SIDES or not Speech(dossier).may_go_back(change):
        raise Http404
    text = getattr(change, SIDES[side])
    try:
        saved = put_in_place(dossier, change, text, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("dossiers:history", dossier.pk)
    messages.success(request, _outcome(saved))
    return redirect(
        f"{url_of(dossier, change.section)}?ligne={change.row}#{change.row or 'section'}"
    )


def _outcome(saved):
    if saved.names:
        return (
            "L’ancien texte est revenu à sa place ; celui qu’il remplace reste dans l’historique."
        )
    return "Ce texte est déjà celui du dossier."
