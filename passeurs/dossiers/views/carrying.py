"""Starting from an earlier dossier: what to keep, part by part, and what came of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.calls.models import Edition
from passeurs.core.access import require
from passeurs.core.refusals import Refused

from ..actions.carrying import confirm_amounts, preview, start_from
from ..carrying import items_of
from ..enums import SectionCode
from ..forms.carrying import CarryForm
from ..queries.carrying import document_of, earlier_dossier, to_confirm
from ..sections import REVIEW, url_of
from .saving import status_of
from .shell import find, is_editable


@require_http_methods(["GET", "HEAD", "POST"])
def start(request, slug, pk):
    """Choose what comes along, with what it would become; then the new dossier and its report."""
    edition = get_object_or_404(Edition.objects.visible_to(request.user), slug=slug)
    source = earlier_dossier(request.user, edition, pk)
    if source is None:
        raise Http404
    require(request.user, "dossier.create", source.structure)
    groups = items_of(document_of(source), source.edition.document())
    form = CarryForm(request.POST if request.method == "POST" else None, groups=groups)
    if request.method == "POST" and form.is_valid():
        try:
            made = start_from(source, edition, kept=form.kept(), by=request.user, at=timezone.now())
            return redirect("dossiers:carried", made.pk)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
    _, report = preview(source, edition, kept={item.code for _, items in groups for item in items})
    context = {
        "edition": edition,
        "source": source,
        "form": form,
        "report": report.as_dict(),
        "now": timezone.now(),
        "is_open": edition.is_open(at=timezone.now()),
    }
    return render(request, "dossiers/carry.html", context, status=status_of(form))


@require_safe
def report(request, dossier_id):
    """What was kept, what was left and what changed, as it was on the day.

    A dossier opened from nothing has none: it is shown itself.
    """
    dossier = find(request, dossier_id, "dossier.history")
    carried = getattr(dossier, "carried_over", None)
    if carried is None:
        return redirect(url_of(dossier, REVIEW))
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "carried": carried,
        "lines": to_confirm(dossier),
        "editable": is_editable(request.user, dossier, at=timezone.now()),
    }
    return render(request, "dossiers/carried.html", context)


@require_POST
def confirm(request, dossier_id):
    """The sums that came along hold for this year."""
    dossier = find(request, dossier_id, "dossier.edit")
    confirm_amounts(dossier, at=timezone.now())
    return redirect(url_of(dossier, SectionCode.BUDGET))
