"""La recevabilité: the documents one by one, what is left, and the decision."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.dossiers.queries.admission import admission_of, appeal_of, is_usual
from passeurs.dossiers.queries.verdicts import verdicts_of

from ..actions.admission import admit, refuse, reopen
from ..actions.pieces import (
    clear_piece,
    note_report,
    promise_piece,
    unverify_piece,
    verify_piece,
    waive_piece,
)
from ..forms.admission import PieceForm, RefusalForm, ReopenForm, ReportForm
from ..queries.corrections import has_open_correction
from ..queries.pieces import (
    asks_for_a_report,
    obstacles_to,
    pieces_of,
    report_of,
    second_day,
)
from .finding import find, head, tell

PAGE = "instruction:admission"


@require_safe
def page(request, pk):
    """Where the dossier stands, document by document, and what may be decided."""
    return _show(request, find(request, pk, "dossier.desk"))


@require_POST
def piece(request, pk, slot):
    """Tick, promise, waive or ask again for one document."""
    dossier = find(request, pk, "dossier.check")
    form = PieceForm(request.POST)
    if not form.is_valid():
        return _show(request, dossier, piece_form=form, failed=slot, status=422)
    act, read, done = DEEDS[form.cleaned_data["geste"]]
    told = {name: form.cleaned_data[key] for name, key in read.items()}
    try:
        act(dossier, slot, by=request.user, at=timezone.now(), **told)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(next(iter(read.values()), None), reason)
        return _show(request, dossier, piece_form=form, failed=slot, status=422)
    messages.success(request, done)
    return redirect(f"{_page(pk)}#pieces")


@require_POST
def report(request, pk):
    """Note that last year's bilan came, or for when it is promised."""
    dossier = find(request, pk, "dossier.check")
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _show(request, dossier, report_form=form, status=422)
    try:
        note_report(dossier, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error("received_on", " ".join(refusal.reasons))
        return _show(request, dossier, report_form=form, status=422)
    messages.success(request, "C’est noté pour le bilan.")
    return redirect(f"{_page(pk)}#bilan")


@require_POST
def accept(request, pk):
    """Say the dossier admissible."""
    dossier = find(request, pk, "dossier.admit")
    try:
        admit(dossier, by=request.user, at=timezone.now())
        messages.success(request, "Le dossier est recevable ; le porteur en est prévenu.")
    except Refused as refusal:
        tell(request, refusal)
    return redirect(PAGE, pk)


@require_POST
def decline(request, pk):
    """Say the dossier inadmissible, in the words of the letter."""
    dossier = find(request, pk, "dossier.admit")
    form = RefusalForm(request.POST, obstacles=obstacles_to(dossier, at=timezone.now()))
    if not form.is_valid():
        return _show(request, dossier, refusal_form=form, status=422)
    appeal = form.cleaned_data["appeal"]
    try:
        reasons = form.reasons()
        refuse(dossier, reasons=reasons, appeal=appeal, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _show(request, dossier, refusal_form=form, status=422)
    messages.success(request, "Le dossier est irrecevable ; le porteur reçoit la lettre.")
    return redirect(PAGE, pk)


@require_POST
def come_back(request, pk):
    """Come back on the decision, with a reason."""
    dossier = find(request, pk, "dossier.admit")
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _show(request, dossier, reopen_form=form, status=422)
    try:
        reopen(dossier, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error("reason", " ".join(refusal.reasons))
        return _show(request, dossier, reopen_form=form, status=422)
    messages.success(request, "Le dossier est de nouveau à vérifier ; le porteur en est prévenu.")
    return redirect(PAGE, pk)


def _page(pk):
    return redirect(PAGE, pk)["Location"]


def _show(  # noqa: PLR0913 - one page, three forms
    request, dossier, *, piece_form=None, report_form=None, refusal_form=None, reopen_form=None,
    failed="", status=200,
):  # fmt: skip
    at = timezone.now()
    verdicts = verdicts_of(dossier, at=at)
    pieces = pieces_of(dossier, at=at)
    left = obstacles_to(dossier, at=at, pieces=pieces, verdicts=verdicts)
    noted = report_of(dossier)
    context = head(request, dossier, "Recevabilité", "admission") | {
        "pieces": pieces,
        "checked": sum(one.is_verified for one in pieces),
        "present": sum(one.is_present for one in pieces),
        "failed": failed,
        "piece_form": piece_form or PieceForm(),
        "report": noted,
        "asks_for_report": asks_for_a_report(verdicts) or noted is not None,
        "second_day": second_day(dossier.edition),
        "report_form": report_form or ReportForm(initial=_noted(noted)),
        "obstacles": left,
        "correcting": has_open_correction(dossier, at=at),
        "admission": admission_of(dossier) if dossier.is_filed else None,
        "decisions": list(dossier.admissions.select_related("by")),
        "refusal_form": refusal_form or _refusal(dossier, left),
        "is_usual_appeal": is_usual(dossier.edition),
        "reopen_form": reopen_form or ReopenForm(),
        "can_check": can(request.user, "dossier.check", dossier),
        "can_admit": can(request.user, "dossier.admit", dossier),
    }
    return render(request, "instruction/admission.html", context, status=status)


def _noted(report):
    names = ("received_on", "promised_for", "note")
    return {name: getattr(report, name) for name in names} if report else {}


def _refusal(dossier, left):
    chosen = [one.rule for one in left if one.state == "not_met"]
    words = {"appeal": appeal_of(dossier.edition), "points": chosen}
    return RefusalForm(initial=words, obstacles=left)


DEEDS = {
    "verifier": (verify_piece, {}, "Pièce vérifiée."),
    "deverifier": (unverify_piece, {}, "La pièce est à vérifier de nouveau."),
    "promettre": (promise_piece, {"until": "jusqu_au"}, "Promesse notée."),
    "dispenser": (waive_piece, {"reason": "motif"}, "Dispense notée."),
    "redemander": (clear_piece, {}, "La pièce est de nouveau demandée."),
}
"""By the button pressed: what is done, what it reads of the form, what is said of it."""
