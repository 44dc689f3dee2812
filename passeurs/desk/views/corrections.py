"""Preparing a request for corrections: the fields, the comments, then how it will be read."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.calls.enums import MilestoneKind
from passeurs.core.refusals import Refused
from passeurs.core.typography import local
from passeurs.dossiers.actions.corrections import (
    choose_fields,
    drop_draft,
    reasons_against_sending,
    send_request,
    write_draft,
)
from passeurs.dossiers.forms.corrections import DraftForm
from passeurs.dossiers.forms.single import parts_of, values_for
from passeurs.dossiers.queries.corrections import draft_of
from passeurs.dossiers.views.correcting import shown_of
from passeurs.dossiers.views.shell import find

from ..forms.corrections import ChooseForm

USUAL = timedelta(days=10)
BEFORE_COMMITTEE = timedelta(days=3)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request, pk):
    """The dossier section by section, each field with what it says and a box to tick."""
    dossier = _find(request, pk)
    parts = parts_of(dossier)
    spots = [spot for part in parts for group in part.groups for spot in group.spots]
    draft = draft_of(dossier)
    known = {item.place for item in draft.items.all()} if draft else set()
    ticked = {spot.key for spot in spots if spot.place in known}
    form = ChooseForm(request.POST if request.method == "POST" else None, spots=spots)
    if request.method == "POST":
        ticked = set(request.POST.getlist("champ"))
        if form.is_valid() and _chosen(request, dossier, form):
            return redirect("desk:correction_write", pk)
    for spot in spots:
        spot.is_chosen = spot.key in ticked
    context = _context(dossier) | {"parts": parts, "form": form, "draft": draft}
    return render(request, "desk/correction_choose.html", context, status=_status(form))


def _chosen(request, dossier, form):
    try:
        choose_fields(dossier, form.chosen(), by=request.user, at=timezone.now())
    except Refused as refusal:
        _refuse(form, refusal)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    """What is to be looked at again in each field, a general word, and until when."""
    dossier = _find(request, pk)
    draft = draft_of(dossier)
    if draft is None:
        return redirect("desk:correction_choose", pk)
    items = list(draft.items.all())
    initial = {"words": draft.words, "due_on": _proposed(dossier, draft)}
    form = DraftForm(
        request.POST if request.method == "POST" else None, items=items, initial=initial
    )
    if request.method == "POST" and form.is_valid() and _written(dossier, draft, form):
        return redirect(f"desk:correction_{'preview' if '_then' in request.POST else 'write'}", pk)
    shown_of(dossier, [draft], may_answer=False, at=timezone.now())
    rows = [(shown, form[f"comment-{shown.item.pk}"]) for shown in draft.shown]
    context = _context(dossier) | {"draft": draft, "form": form, "rows": rows}
    return render(request, "desk/correction_write.html", context, status=_status(form))


def _written(dossier, draft, form):
    data, zone = form.cleaned_data, dossier.edition.timezone
    try:
        write_draft(draft, words=data["words"], due_at=form.due_at(zone), comments=form.comments())
    except Refused as refusal:
        _refuse(form, refusal)
        return False
    return True


def _proposed(dossier, draft):
    """The day already chosen; else ten days on, and before the committee sits where it can be."""
    zone = dossier.edition.timezone
    if draft.due_at:
        return local(draft.due_at, zone).date()
    now = timezone.now()
    day = local(now + USUAL, zone).date()
    committee = dossier.edition.milestone(MilestoneKind.COMMITTEE)
    if committee and committee.at > now:
        before = local(committee.at - BEFORE_COMMITTEE, zone).date()
        day = max(min(day, before), local(now, zone).date())
    return day


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, pk):
    """As the holder will read it; sent from here."""
    dossier, now = _find(request, pk), timezone.now()
    draft = draft_of(dossier)
    if draft is None:
        return redirect("dossiers:corrections", pk)
    reasons = reasons_against_sending(draft, at=now)
    if request.method == "POST":
        try:
            values = values_for(dossier, draft.items.all())
            send_request(draft, values=values, by=request.user, at=now)
            messages.success(request, "La demande est partie ; ces champs sont rouverts.")
            return redirect("dossiers:corrections", pk)
        except Refused as refusal:
            reasons = refusal.reasons
    shown_of(dossier, [draft], may_answer=False, at=now)
    context = _context(dossier) | {"draft": draft, "reasons": reasons}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/correction_preview.html", context, status=status)


@require_POST
def drop(request, pk):
    """Forget the request being prepared."""
    dossier = _find(request, pk)
    draft = draft_of(dossier)
    if draft is not None:
        try:
            drop_draft(draft, by=request.user, at=timezone.now())
            messages.success(request, "La demande en préparation est oubliée.")
        except Refused as refusal:
            messages.error(request, " ".join(refusal.reasons))
    return redirect("dossiers:corrections", pk)


def _find(request, pk):
    return find(request, pk, "correction.ask")


def _context(dossier):
    return {"dossier": dossier, "edition": dossier.edition, "now": timezone.now()}


def _refuse(form, refusal):
    for reason in refusal.reasons:
        form.add_error(None, reason)


def _status(form):
    return 422 if form.errors else 200
