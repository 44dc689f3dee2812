"""Asking for a place, changing one's registration, giving it up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.core.refusals import Refused

from ..actions import registering
from ..enums import Place, State
from ..forms.registering import RegistrationForm
from ..queries.events import on_behalf_of, own_line
from .finding import WRONG, attempt, find, now

PAGE = "events:event"
DONE = {
    Place.REGISTERED: "Vous êtes inscrit. La confirmation part par e-mail, l’agenda joint.",
    Place.WAITING: "Tout est pris\u00a0: vous êtes sur la liste d’attente. Si une place se "
    "libère, elle est à vous, et un e-mail vous le dit.",
}
CHANGED = "Votre inscription est changée."


@require_http_methods(["GET", "HEAD", "POST"])
def registration(request, pk):
    """Register, or change what was said."""
    event = find(request, pk)
    if event.state == State.DRAFT:
        raise Http404
    line = own_line(event, request.user)
    standing = line if line and line.stands else None
    structures, dossiers = on_behalf_of(request.user, event)
    given = {"event": event, "structures": structures, "dossiers": dossiers, "line": standing}
    form = RegistrationForm(request.POST or None, **given)
    if form.is_valid():
        try:
            said = _write(request, event, standing, form.facts())
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
        else:
            messages.success(request, said)
            return redirect(PAGE, pk)
    context = {
        "event": event,
        "form": form,
        "line": standing,
        "has_somebody": bool(structures or dossiers),
        "is_open": event.takes_registrations(at=timezone.now()) or standing,
    }
    status = WRONG if form.is_bound else 200
    return render(request, "events/registration.html", context, status=status)


def _write(request, event, standing, facts):
    if standing:
        registering.change_registration(standing, facts, **now(request))
        return CHANGED
    return DONE[registering.register(event, facts, **now(request)).state]


@require_POST
def give_up(request, pk):
    line = own_line(find(request, pk), request.user)
    if line is None:
        raise Http404
    deed = lambda: registering.give_up(line, **now(request))  # noqa: E731 - said once
    attempt(request, deed, "Votre inscription est annulée. Merci d’avoir prévenu.")
    return redirect(PAGE, pk)
