"""The outbox at the desk: what leaves, what left, what came back, and to whom."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.dossiers.queries.lists import for_reading
from passeurs.notifications.queries import dead_address, dead_among

from ..actions.outbox import cancel, confirm, retry
from ..forms.outbox import OutboxFilterForm
from ..queries.journal import scopes_of
from ..queries.outbox import (
    LABELS,
    counts_of,
    filtered,
    listed,
    mails_about,
    outbox_of,
    team_with_addresses,
)

PER_PAGE = 50
DEEDS = {
    "renvoyer": (retry, "Il repart."),
    "annuler": (cancel, "Il ne partira pas."),
    "adresse": (confirm, "C’est noté\u00a0: les envois à cette adresse reprennent."),
}


@require_safe
def index(request):
    """Every message of one's regions, filtered, fifty a page."""
    require(request.user, "outbox.read")
    scopes = scopes_of(request.user)
    form = OutboxFilterForm(request.GET, scopes=scopes, auto_id="c-%s")
    asked = form.asked()
    group = asked.pop("group", "")
    found = filtered(outbox_of(request.user), **asked)
    rows = filtered(found, group=group) if group else found
    page = Paginator(listed(rows), PER_PAGE).get_page(request.GET.get("page"))
    counts = counts_of(found)
    context = {
        "form": form,
        "page": page,
        "scopes": scopes,
        "group": group,
        "tabs": [(code, label, counts.get(code)) for code, label in LABELS.items()],
        "all": counts["all"],
        "dead": dead_among([one.to for one in page]),
        "is_filtered": bool(asked),
    }
    return render(request, "desk/outbox.html", context)


@require_safe
def detail(request, pk):
    """One message: its words unless they are secret, its tries, why it did not arrive."""
    require(request.user, "outbox.read")
    message = get_object_or_404(outbox_of(request.user).select_related("digest"), pk=pk)
    context = {"message": message, "dead": dead_address(message.to)}
    context["scopes"] = scopes_of(request.user)
    return render(request, "desk/outbox_message.html", context)


@require_POST
def act(request, pk):
    """Send again, keep from leaving, or say that the address receives."""
    require(request.user, "outbox.keep")
    message = get_object_or_404(outbox_of(request.user), pk=pk)
    deed, said = DEEDS.get(request.POST.get("geste"), (None, ""))
    if deed is None:
        return redirect("desk:mail", pk)
    try:
        deed(message, by=request.user, at=timezone.now())
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("desk:mail", pk)


@require_safe
def of_dossier(request, pk):
    """What each person of a dossier's team was sent, and who does not receive."""
    dossier = get_object_or_404(for_reading(request.user), pk=pk)
    require(request.user, "dossier.desk", dossier)
    found = filtered(mails_about(dossier), address=request.GET.get("a", "")[:254])
    page = Paginator(listed(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": timezone.now(),
        "page": page,
        "team": team_with_addresses(dossier),
        "address": request.GET.get("a", "")[:254],
    }
    return render(request, "desk/dossier_mails.html", context)
