"""The coordination prepares its events and keeps their registrations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.organisations.queries import coordinations_kept_by
from passeurs.spreadsheets.formats import FORMATS, format_of
from passeurs.spreadsheets.writing import download

from ..actions.events import change_event, create_event, move_event
from ..actions.registering import give_up
from ..enums import Place
from ..forms.events import EventForm
from ..forms.filters import LinesFilterForm
from ..queries.events import events_kept, lines_of, tally
from ..tables import registration_tables
from ..workflow import possible
from .finding import WRONG, attempt, find_kept, now

PAGE = "events:manage"
PER_PAGE = 50
MOVES = {
    "ouvrir": ("open", "Les inscriptions sont ouvertes\u00a0: la page est publique."),
    "clore": ("close", "Les inscriptions sont closes."),
    "tenue": ("hold", "C’est noté. Les attestations partent à qui était là."),
    "annuler": ("cancel", "La rencontre est annulée\u00a0: chacun est prévenu par e-mail."),
}


@require_safe
def index(request):
    require(request.user, "event.desk")
    page = Paginator(events_kept(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/desk.html", {"page": page, "at": timezone.now()})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    require(request.user, "event.desk")
    kept = coordinations_kept_by(request.user)
    form = EventForm(request.POST or None, coordinations=kept, today=timezone.localdate())
    if form.is_valid():
        made = create_event(form.coordination(), form.facts(), **now(request))
        messages.success(request, "La rencontre est prête. Personne ne la voit encore.")
        return redirect(PAGE, made.pk)
    status = WRONG if form.is_bound else 200
    return render(request, "events/form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Its settings; who comes is told of another date or place."""
    event = find_kept(request, pk)
    form = EventForm(request.POST or None, instance=event, today=timezone.localdate())
    if form.is_valid():
        try:
            change_event(event, form.facts(), **now(request))
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
        else:
            messages.success(request, "Les réglages sont enregistrés.")
            return redirect(PAGE, pk)
    status = WRONG if form.is_bound else 200
    return render(request, "events/form.html", {"form": form, "event": event}, status=status)


@require_safe
def manage(request, pk):
    """Where it is, who comes, who waits."""
    event = find_kept(request, pk)
    form = LinesFilterForm(request.GET, auto_id="i-%s")
    asked, allowed = form.asked(), possible(event)
    lines = lines_of(event, request.user, **asked)
    context = {
        "event": event,
        "form": form,
        "is_filtered": bool(asked),
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "figures": _figures(event),
        "moves": [name for name, (move, _) in MOVES.items() if move in allowed],
        "formats": FORMATS,
        "has_begun": timezone.now() >= event.starts_at,
    }
    return render(request, "events/manage.html", context)


@require_POST
def step(request, pk, name):
    """Open, close, say held, cancel."""
    event = find_kept(request, pk)
    if name not in MOVES:
        raise Http404
    move, done = MOVES[name]
    attempt(request, lambda: move_event(event, move, **now(request)), done)
    return redirect(PAGE, pk)


@require_POST
def remove(request, pk, registration):
    """Give a place back for somebody who called."""
    event = find_kept(request, pk)
    line = get_object_or_404(event.registrations.select_related("event"), pk=registration)
    deed = lambda: give_up(line, **now(request))  # noqa: E731 - said once
    attempt(request, deed, "L’inscription est annulée, la personne est prévenue.")
    return redirect(PAGE, pk)


@require_safe
def export(request, pk, code):
    """Every registration, in a spreadsheet; the filters of the screen apply."""
    event = find_kept(request, pk)
    try:
        known = format_of(code)
    except Refused as refusal:
        raise Http404 from refusal
    asked = LinesFilterForm(request.GET).asked()
    lines = lines_of(event, request.user, **asked)
    return download(registration_tables(event, lines), known.code, name="inscriptions")


def _figures(event):
    """What the day needs: people, young people, meals, and who waits."""
    counts = tally(event)
    seated = [counts[state] for state in ("registered", "came", "absent") if state in counts]
    came, waiting = counts.get(Place.CAME), counts.get(Place.WAITING)
    return {
        "adults": sum(row["adult"] for row in seated),
        "youths": sum(row["young"] for row in seated),
        "meals": sum(row["meal"] for row in seated),
        "came": came["adult"] + came["young"] if came else 0,
        "waiting": waiting["lines"] if waiting else 0,
        "lines": sum(row["lines"] for row in counts.values()),
    }
