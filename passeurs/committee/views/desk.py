"""The coordination prepares its sittings: settings, seats, order, steps."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.calls.models import Edition
from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.core.typography import plural
from passeurs.organisations.queries import coordinations_kept_by

from ..actions import passages as ordering
from ..actions import seats as seating
from ..actions.sittings import change_sitting, create_sitting, move_sitting
from ..forms.sittings import PassagesForm, SeatForm, SittingForm
from ..queries.sittings import order_for, people_to_seat, quorum, seats_of, sittings_kept
from ..workflow import possible
from .finding import WRONG, attempt, find, now

PAGE = "committee:manage"
MOVES = {
    "lecture": ("read", "La lecture est ouverte\u00a0: l’ordre de passage se lit."),
    "deliberation": ("deliberate", "La séance délibère."),
    "revenir": ("read_again", "La lecture reprend."),
    "terminer": ("end", "La séance est terminée."),
}
STEPS = {"monter": -1, "descendre": 1}


@require_safe
def index(request):
    require(request.user, "sitting.desk")
    return render(request, "committee/desk.html", {"sittings": sittings_kept(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    require(request.user, "sitting.desk")
    editions = Edition.objects.filter(coordination__in=coordinations_kept_by(request.user))
    form = SittingForm(request.POST or None, editions=editions.order_by("-year", "title"))
    if form.is_valid():
        edition = form.cleaned_data["edition"]
        made = create_sitting(edition, form.facts(), **now(request))
        messages.success(request, "La séance est prête à être composée.")
        return redirect(PAGE, made.pk)
    status = WRONG if form.is_bound else 200
    return render(request, "committee/form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Its settings; those invited are told of another date or place."""
    sitting = find(request, pk, "sitting.keep")
    form = SittingForm(request.POST or None, instance=sitting, editions=Edition.objects.none())
    if form.is_valid():
        try:
            change_sitting(sitting, form.facts(), **now(request))
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
        else:
            messages.success(request, "La séance est à jour.")
            return redirect(PAGE, pk)
    context = {"form": form, "sitting": sitting}
    return render(request, "committee/form.html", context, status=WRONG if form.is_bound else 200)


@require_safe
def manage(request, pk):
    sitting = find(request, pk, "sitting.keep")
    return _show(request, sitting, SeatForm(sitting=sitting))


@require_POST
def seat(request, pk):
    """Give somebody a seat."""
    sitting = find(request, pk, "sitting.keep")
    form = SeatForm(request.POST, sitting=sitting)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            made = seating.give_seat(sitting, facts.pop("user"), **facts, **now(request))
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
        else:
            messages.success(request, f"{made.name} a un siège. L’invitation reste à envoyer.")
            return redirect(PAGE, pk)
    return _show(request, sitting, form, status=WRONG)


@require_POST
def seat_act(request, pk, seat, verb):
    """Invite one person, or take their seat back."""
    sitting = find(request, pk, "sitting.keep")
    row = get_object_or_404(sitting.seats.select_related("sitting"), pk=seat)
    deeds = {
        "inviter": (seating.invite_again, "L’invitation est partie."),
        "retirer": (seating.take_seat, "Le siège est retiré."),
    }
    if verb not in deeds:
        raise Http404
    deed, done = deeds[verb]
    attempt(request, lambda: deed(row, **now(request)), done)
    return redirect(PAGE, pk)


@require_POST
def invite(request, pk):
    """Invite everybody who was not yet."""
    sitting = find(request, pk, "sitting.keep")
    deed = lambda: seating.invite_everyone(sitting, **now(request))  # noqa: E731 - said once
    attempt(request, deed, "Les invitations sont parties, l’agenda joint.")
    return redirect(PAGE, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def passages(request, pk):
    """Choose the dossiers that pass, among the admissible ones."""
    sitting = find(request, pk, "sitting.keep")
    form = PassagesForm(request.POST if request.method == "POST" else None, sitting=sitting)
    if form.is_valid():
        try:
            count = ordering.put_on_order(sitting, form.cleaned_data["dossiers"], **now(request))
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
        else:
            messages.success(request, f"{plural(count, 'dossier')} de plus à l’ordre de passage.")
            return redirect(PAGE, pk)
    context = {"form": form, "sitting": sitting}
    status = WRONG if form.is_bound else 200
    return render(request, "committee/passages.html", context, status=status)


@require_POST
def passage(request, pk, passage, verb):
    """Move a dossier in the order, or take it off."""
    sitting = find(request, pk, "sitting.keep")
    row = get_object_or_404(sitting.passages.select_related("sitting"), pk=passage)
    if verb == "retirer":
        deed = lambda: ordering.take_off_order(row, **now(request))  # noqa: E731 - said once
        attempt(request, deed, "Le dossier n’est plus à l’ordre de passage.")
    elif verb in STEPS:
        deed = lambda: ordering.move_passage(row, STEPS[verb], **now(request))  # noqa: E731
        attempt(request, deed, "L’ordre est changé.")
    else:
        raise Http404
    return redirect(PAGE, pk)


@require_POST
def step(request, pk, name):
    """Open the reading, deliberate, come back to the reading, end."""
    sitting = find(request, pk, "sitting.keep")
    if name not in MOVES:
        raise Http404
    move, done = MOVES[name]
    attempt(request, lambda: move_sitting(sitting, move, **now(request)), done)
    return redirect(PAGE, pk)


def _show(request, sitting, form, *, status=200):
    seats = seats_of(sitting)
    allowed = possible(sitting)
    context = {
        "sitting": sitting,
        "edition": sitting.edition,
        "seats": seats,
        "to_invite": sum(one.invited_at is None for one in seats),
        "quorum": quorum(seats, sitting),
        "order": order_for(sitting, request.user),
        "form": form,
        "may_seat": people_to_seat(sitting).exists(),
        "moves": [name for name, (move, _) in MOVES.items() if move in allowed],
    }
    return render(request, "committee/manage.html", context, status=status)
