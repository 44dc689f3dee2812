"""The agenda of the reminders: who will receive what and when; holding one kind back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.reminders import hold_reminders

from ..queries import editions_of
from ..queries.reminders import coming, edition_of, in_words, kinds_of, sent, with_people

PER_PAGE = 50


@require_safe
def index(request):
    """The agenda of the latest edition."""
    require(request.user, "reminder.keep")
    edition = editions_of(request.user).first()
    if edition is None:
        return render(request, "desk/reminders_none.html")
    return redirect("desk:reminders_of", edition.slug)


@require_safe
def agenda(request, slug):
    """What is to leave, what has left; with `?de=…`, whom one round will be sent to."""
    require(request.user, "reminder.keep")
    edition, now = _edition(request, slug), timezone.now()
    rounds = coming(edition, at=now)
    chosen = next((one for one in rounds if one.code == request.GET.get("de")), None)
    listed = Paginator(chosen.dossiers if chosen else [], PER_PAGE)
    dossiers = listed.get_page(request.GET.get("page"))
    past = Paginator(sent(edition), PER_PAGE).get_page(request.GET.get("passe"))
    context = {
        "edition": edition,
        "editions": editions_of(request.user),
        "now": now,
        "rounds": rounds[:PER_PAGE],
        "more": max(0, len(rounds) - PER_PAGE),
        "chosen": chosen,
        "page": dossiers,
        "people": with_people(list(dossiers)) if chosen else [],
        "kinds": kinds_of(edition),
        "past": [in_words(row) for row in past],
    }
    return render(request, "desk/reminders.html", context)


@require_POST
def hold(request, slug):
    """Hold one kind back, or let it leave again."""
    require(request.user, "reminder.keep")
    edition = _edition(request, slug)
    is_held = request.POST.get("geste") != "laisser"
    told = {"is_held": is_held, "by": request.user, "at": timezone.now()}
    try:
        hold_reminders(edition, request.POST.get("nature", ""), **told)
        messages.success(request, "Ces rappels sont retenus." if is_held else "Ils repartiront.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("desk:reminders_of", slug)


def _edition(request, slug):
    edition = edition_of(request.user, slug)
    if edition is None:
        raise Http404
    return edition
