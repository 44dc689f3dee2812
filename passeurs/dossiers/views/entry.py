"""My dossiers, and opening one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.calls.models import Edition
from passeurs.calls.queries import open_editions
from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.organisations.queries import structures_written_by

from ..actions.start import start_dossier
from ..forms.entry import StartForm
from ..queries.carrying import earlier_dossiers
from ..queries.lists import dossiers_of
from ..queries.team import invitations_for
from .saving import status_of


@require_safe
def index(request):
    """One's dossiers, and the calls open now."""
    now = timezone.now()
    context = {
        "dossiers": list(dossiers_of(request.user)),
        "editions": list(open_editions(now)),
        "invitations": list(invitations_for(request.user, at=now)),
        "now": now,
    }
    return render(request, "dossiers/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request, slug):
    """Choose the structure that carries the project, and open its dossier."""
    now = timezone.now()
    edition = get_object_or_404(Edition.objects.visible_to(request.user), slug=slug)
    structures = structures_written_by(request.user)
    form = StartForm(request.POST or None, structures=structures)
    if request.method == "POST" and form.is_valid():
        structure = form.cleaned_data["structure"]
        require(request.user, "dossier.create", structure)
        try:
            dossier = start_dossier(
                edition, structure, by=request.user, at=now, title=form.cleaned_data["title"]
            )
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, "Votre dossier est ouvert. Il s’enregistre tout seul.")
            return redirect("dossiers:structure", dossier.pk)
    context = {"edition": edition, "form": form, "structures": structures, "now": now}
    context["earlier"] = earlier_dossiers(request.user, edition)
    return render(request, "dossiers/start.html", context, status=status_of(form))
