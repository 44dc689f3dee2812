"""« Saisir pour… »: the coordination's consent and end of typing, the holder's confirmation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.core.typography import local
from passeurs.documents.queries import accept_attribute, allowed_sentence
from passeurs.documents.responses import attachment_response

from ..actions.typing import PAPER, close_typing, confirm_typed, open_typing
from ..forms.typed import typed_in, typed_lines
from ..forms.typing import TypingForm
from ..models import TypingSession
from ..queries.people import people_to_tell
from ..queries.typing import open_session, sessions_of
from ..sections import REVIEW, url_of
from .shell import find


@require_http_methods(["GET", "HEAD", "POST"])
def type_for(request, dossier_id):
    """Record who consented, then write through the dossier's own screens."""
    dossier = find(request, dossier_id, "dossier.type_for")
    now = timezone.now()
    form = _form(request, dossier, now)
    if not form.is_valid():
        return _page(request, dossier, form, now, status=422 if form.is_bound else 200)
    try:
        session = open_typing(dossier, **form.facts(), by=request.user, at=now, telling=typed_lines)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error("paper" if form.cleaned_data["paper"] else None, reason)
        return _page(request, dossier, form, now, status=422)
    messages.success(request, f"Vous saisissez pour {session.typed_for}. Tout s’enregistre seul.")
    return redirect("dossiers:structure", dossier.pk)


@require_POST
def end(request, dossier_id):
    """Stop typing: the holder is told what was typed."""
    dossier = find(request, dossier_id, "dossier.type_for")
    session = open_session(dossier, at=timezone.now())
    try:
        if session is not None:
            close_typing(session, by=request.user, at=timezone.now(), telling=typed_lines)
        messages.success(request, "La saisie est terminée.")
    except Refused as refusal:
        messages.warning(request, " ".join(refusal.reasons))
    return redirect("dossiers:typings", dossier.pk)


@require_safe
def typings(request, dossier_id):
    """What was typed for the holder, session by session, and the holder's confirmation."""
    dossier = find(request, dossier_id, "dossier.history")
    return _list(request, dossier)


@require_POST
def confirm(request, dossier_id):
    """« J’ai relu ce qui a été saisi pour moi. »"""
    dossier = find(request, dossier_id, "dossier.confirm_typed")
    if not request.POST.get("read"):
        return _list(request, dossier, missing="Cochez la case une fois que vous avez relu.")
    try:
        confirm_typed(
            dossier, seen=_number(request.POST.get("seen")), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.warning(request, reason)
        return redirect("dossiers:typings", dossier.pk)
    messages.success(request, "C’est confirmé. Plus rien de ce qui a été saisi n’attend.")
    return redirect(url_of(dossier, REVIEW))


@require_safe
def paper(request, dossier_id, pk):
    """The paper on which the consent was given."""
    dossier = find(request, dossier_id, "dossier.history")
    session = get_object_or_404(
        TypingSession.objects.select_related("paper"), dossier=dossier, pk=pk
    )
    if session.paper is None:
        raise Http404
    return attachment_response(session.paper, reader=request.user)


def _form(request, dossier, now):
    structure, zone = dossier.structure, dossier.edition.timezone
    person = f"{structure.contact_first_name} {structure.contact_last_name}".strip()
    chief = f"{structure.representative_first_name} {structure.representative_last_name}".strip()
    initial = {"typed_for": person or chief, "consented_on": local(now, zone).date()}
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    return TypingForm(*posted, initial=initial, now=now, zone=zone)


def _page(request, dossier, form, now, *, status=200):
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": now,
        "form": form,
        "running": open_session(dossier, at=now),
        "sentence": allowed_sentence(PAPER),
        "accept": accept_attribute(PAPER),
        "has_holder": bool(people_to_tell(dossier)[0]),
    }
    return render(request, "dossiers/type_for.html", context, status=status)


def _list(request, dossier, *, missing=""):
    now = timezone.now()
    sessions = sessions_of(dossier)
    for one in sessions:
        one.dossier = dossier
        one.entries = typed_in(one)
        one.lasts = one.is_in_force(at=now)
    waiting = [one for one in sessions if one.entries and not one.confirmed_at]
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": now,
        "sessions": sessions,
        "waiting": waiting,
        "seen": max((e.change.pk for one in waiting for e in one.entries), default=0),
        "may_confirm": bool(waiting) and can(request.user, "dossier.confirm_typed", dossier),
        "may_type": can(request.user, "dossier.type_for", dossier),
        "missing": missing,
    }
    return render(request, "dossiers/typings.html", context, status=422 if missing else 200)


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0  # noqa: PLR2004
