"""Two states of a dossier side by side: any two of its filings, and what it is now."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..comparing import State, compare
from ..forms.history import PRESENT, CompareForm
from ..queries.document import dump
from .shell import find


@require_safe
def page(request, dossier_id):
    """Only what differs, unless everything is asked for; the last filing and now by default."""
    dossier = find(request, dossier_id, "dossier.history")
    now = timezone.now()
    snapshots = {str(one.number): one for one in dossier.snapshots.all()}
    form = CompareForm(request.GET, states=_states(snapshots))
    old, new = form.chosen([next(iter(snapshots), PRESENT), PRESENT])
    is_whole = bool(form.cleaned_data.get("tout"))
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "form": form,
        "old": old,
        "new": new,
        "snapshots": snapshots,
        "is_whole": is_whole,
    }
    if snapshots:
        states = [_state(dossier, snapshots.get(one), now) for one in (old, new)]
        found = compare(*states)
        context["parts"] = found if is_whole else [part for part in found if not part.is_same]
    return render(request, "dossiers/compare.html", context)


def _states(snapshots):
    filed = [
        (number, f"Dépôt n° {number}{', retiré' if one.withdrawn_at else ''}")
        for number, one in snapshots.items()
    ]
    return [(PRESENT, "Maintenant"), *filed]


def _state(dossier, snapshot, now):
    if snapshot is None:
        return State(dump(dossier, context=False), dossier.edition.document(), now)
    return State(snapshot.document, snapshot.edition_document, snapshot.received_at)
