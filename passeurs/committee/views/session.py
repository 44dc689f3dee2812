"""The sitting while it is held: one screen that everybody follows."""

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can
from passeurs.core.refusals import Refused

from ..actions import holding, voting
from ..actions.deciding import OVERTAKEN, decide
from ..enums import Choice
from ..forms.session import DecisionForm, Kept, RemarkForm, SessionForm
from ..models import Decision
from ..queries.session import Screen, judged_by, signal_of
from .finding import WRONG, attempt, find, now

PAGE = "committee:session"
WORDS = {"pour": Choice.FOR, "contre": Choice.AGAINST, "abstention": Choice.ABSTAINS}
BALLOTS = {
    "ouvrir": (voting.open_ballot, "Le vote est ouvert."),
    "clore": (voting.close_ballot, "Le vote est clos."),
}
COMINGS = {"arrive": True, "part": False}


@require_safe
def session(request, pk):
    """The dossier on screen, who is there, the order as this reader may know it."""
    return _show(request, find(request, pk, "session.read"))


@require_safe
def state(request, pk):
    """What tells a screen that it must read itself again; empty, and mostly « 304 »."""
    signal = signal_of(pk, request.user)
    if signal is None:
        raise Http404
    tag = f'"{signal}"'
    known = request.headers.get("If-None-Match", "").removeprefix("W/") == tag
    answer = HttpResponseNotModified() if known else HttpResponse(signal, content_type="text/plain")
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
def settings(request, pk):
    sitting = find(request, pk, "session.keep")
    form = SessionForm(request.POST)
    if form.is_valid():
        deed = lambda: holding.set_session(sitting, form.cleaned_data, **now(request))  # noqa: E731
        attempt(request, deed, "Les réglages du vote sont à jour.")
    return redirect(PAGE, pk)


@require_POST
def show(request, pk, passage):
    """Put a dossier on every screen."""
    row = passage_for(request, find(request, pk, "session.keep"), passage)
    attempt(request, lambda: holding.show(row, **now(request)), "Le dossier est à l’écran.")
    return redirect(PAGE, pk)


@require_POST
def presence(request, pk, seat, word):
    sitting = find(request, pk, "session.keep")
    row = get_object_or_404(sitting.seats.select_related("sitting", "user"), pk=seat)
    if word not in COMINGS:
        raise Http404
    is_here = COMINGS[word]
    done = f"{row.name}\u00a0: {'présence' if is_here else 'départ'} noté{'e' * is_here}."
    attempt(request, lambda: holding.mark(row, is_here=is_here, **now(request)), done)
    return redirect(PAGE, pk)


@require_POST
def decision(request, pk, passage):
    """Decide; a refusal keeps what was typed, under the decision that stands."""
    sitting = find(request, pk, "session.keep")
    row = passage_for(request, sitting, passage)
    screen = Screen(sitting, request.user)
    form = _decision_form(screen, request.POST)
    if screen.passage != row:
        return _show(request, sitting, kept=Kept(row, form), status=WRONG)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            decide(row, form.choice(), version=version, **now(request))
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            if OVERTAKEN in refusal.reasons:
                form.catch_up(Decision.objects.get(passage=row).version)
        else:
            return redirect(PAGE, pk)
    return _show(request, sitting, form=form, status=WRONG)


@require_POST
def remark(request, pk, passage):
    sitting = find(request, pk, "session.keep")
    row = passage_for(request, sitting, passage)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _show(request, sitting, remark=form, status=WRONG)
    text = form.cleaned_data["text"]
    attempt(request, lambda: holding.remark(row, text, **now(request)), "La remarque est notée.")
    return redirect(PAGE, pk)


@require_POST
def ballot(request, pk, passage, word):
    """Open a vote, or close it."""
    row = passage_for(request, find(request, pk, "session.keep"), passage)
    if word not in BALLOTS:
        raise Http404
    deed, done = BALLOTS[word]
    attempt(request, lambda: deed(row, **now(request)), done)
    return redirect(PAGE, pk)


@require_POST
def voice(request, pk, passage, word):
    row = passage_for(request, find(request, pk, "session.vote"), passage)
    if word not in WORDS:
        raise Http404
    deed = lambda: voting.cast(row, WORDS[word], **now(request))  # noqa: E731 - said once
    attempt(request, deed, "Votre voix est comptée.")
    return redirect(PAGE, pk)


def _decision_form(screen, data=None):
    lacks = not screen.is_quorate and not screen.session.needs_quorum
    decision = screen.turn.decision if screen.turn else None
    return DecisionForm(data, decision=decision, envelopes=screen.envelopes, lacks_quorum=lacks)


def passage_for(request, sitting, pk):
    """A dossier of the order, 404 for who may not hear of it."""
    rows = sitting.passages.filter(dossier__in=judged_by(request.user).values("pk"))
    return get_object_or_404(rows.select_related("sitting", "dossier"), pk=pk)


def _show(request, sitting, *, form=None, remark=None, kept=None, status=200):
    screen = Screen(sitting, request.user, request.GET.get("ordre", ""))
    keeps = can(request.user, "session.keep", sitting)
    context = {
        "sitting": sitting,
        "edition": sitting.edition,
        "screen": screen,
        "signal": signal_of(sitting.pk, request.user),
        "keeps": keeps,
        "form": form or (_decision_form(screen) if keeps and screen.passage else None),
        "remark": remark or RemarkForm(),
        "kept": kept,
        "words": [(word, choice.label) for word, choice in WORDS.items()],
        "settings": SessionForm(instance=screen.session) if keeps else None,
    }
    return render(request, "committee/session.html", context, status=status)
