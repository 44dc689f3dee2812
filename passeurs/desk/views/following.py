"""How the team follows a dossier: by whom, under which labels, what it tells itself, the holder's
other dossiers.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.views.shell import find

from ..actions.dockets import assign, put_label, take_label
from ..actions.notes import forget_note, write_note
from ..forms.dossiers import FollowingForm
from ..models import Docket, Note


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk):
    """Who follows the dossier and under which labels; a form each, no script needed."""
    dossier = _find(request, pk)
    if request.method == "POST":
        _keep(request, dossier)
        return redirect("desk:following", pk)
    return _show(request, dossier)


def _keep(request, dossier):
    form = FollowingForm(request.POST, coordination=dossier.edition.coordination)
    one, by = [dossier], {"by": request.user, "at": timezone.now()}
    try:
        if "agent" in request.POST and form.is_valid():
            assign(one, form.cleaned_data["agent"], **by)
        if "poser" in request.POST:
            put_label(one, request.POST.get("etiquette", ""), **by)
        if "oter" in request.POST:
            take_label(one, request.POST["oter"], **by)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))


@require_POST
def note(request, pk):
    """Write a note; what was typed stays when it is refused."""
    dossier = _find(request, pk)
    text = request.POST.get("text", "")
    try:
        write_note(dossier, text, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _show(request, dossier, typed=text, reasons=refusal.reasons, status=422)
    messages.success(request, "Note gardée, pour l’équipe seule.")
    return redirect("desk:following", pk)


@require_POST
def forget(request, pk, note):
    dossier = _find(request, pk)
    written = get_object_or_404(Note, dossier=dossier, pk=note)
    try:
        forget_note(written, by=request.user)
        messages.success(request, "Note retirée.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("desk:following", pk)


def _find(request, pk):
    return find(request, pk, "dossier.desk")


def _show(request, dossier, *, typed="", reasons=(), status=200):
    docket = Docket.objects.filter(dossier=dossier).prefetch_related("labels").first()
    coordination = dossier.edition.coordination
    others = Dossier.objects.filter(structure=dossier.structure_id).exclude(pk=dossier.pk)
    others = others.visible_to(request.user).select_related("edition", "project", "docket")
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": timezone.now(),
        "docket": docket,
        "form": FollowingForm(
            initial={"agent": docket and docket.agent_id}, coordination=coordination
        ),
        "notes": Note.objects.filter(dossier=dossier).select_related("author"),
        "others": others.order_by("-edition__year", "-updated_at")[:20],
        "typed": typed,
        "reasons": reasons,
    }
    return render(request, "desk/following.html", context, status=status)
