"""The documents asked for beside those of the call: one page for both sides of the dossier."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.documents.queries import accept_attribute, allowed_sentence
from passeurs.documents.responses import attachment_response
from passeurs.documents.rules import DOCUMENT
from passeurs.documents.storage import StorageAwayError

from ..actions.requests import (
    accept_answer,
    answer_request,
    ask_again,
    ask_document,
    day_of,
    withdraw_request,
)
from ..forms.requests import AgainForm, AnswerForm, RequestForm, WithdrawForm
from ..queries.messages import side_of
from ..queries.requests import answer_in, request_in, requests_of
from .shell import find


@require_safe
def page(request, dossier_id):
    """What is asked for, what came; the holder answers, the coordination accepts or asks again."""
    return _show(request, find(request, dossier_id, "document.requests"))


@require_POST
def ask(request, dossier_id):
    """Ask the holder for a document; sent twice by the same page, it is asked once."""
    dossier = find(request, dossier_id, "document.ask")
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _show(request, dossier, asking=form, status=422)
    try:
        asked = ask_document(dossier, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _refuse(request, dossier, refusal, form, "asking")
    messages.success(request, "La pièce est demandée ; le porteur en est prévenu par e-mail.")
    return _back(dossier, asked)


@require_POST
def answer(request, dossier_id, pk):
    """Send the file asked for, filed or not."""
    dossier = find(request, dossier_id, "document.answer")
    asked = _request(dossier, pk)
    form = AnswerForm(request.POST, request.FILES, prefix=f"r{pk}")
    if not form.is_valid():
        return _show(request, dossier, failed=(asked, "answer", form), status=422)
    data, more = form.cleaned_data, {"by": request.user, "at": timezone.now()}
    try:
        answer_request(asked, data["file"], allowed=DOCUMENT, word=data["word"], **more)
    except StorageAwayError as away:
        code = HTTPStatus.SERVICE_UNAVAILABLE
        return _refuse(request, dossier, away, form, (asked, "answer"), status=code)
    except Refused as refusal:
        return _refuse(request, dossier, refusal, form, (asked, "answer"))
    messages.success(request, "Votre fichier est envoyé ; la coordination en est prévenue.")
    return _back(dossier, asked)


NAMES = {"accepter": "accept", "redemander": "again", "renoncer": "withdraw"}
VERBS = {
    "accepter": (None, accept_answer, "La pièce est acceptée ; le porteur en est prévenu."),
    "redemander": (AgainForm, ask_again, "La pièce est redemandée ; le porteur lit pourquoi."),
    "renoncer": (WithdrawForm, withdraw_request, "La pièce n’est plus demandée."),
}


@require_POST
def settle(request, dossier_id, pk, verb):
    """Accept what came, ask for it again, or ask for it no more."""
    dossier = find(request, dossier_id, "document.ask")
    asked = _request(dossier, pk)
    wanted, action, done = VERBS[verb]
    form = wanted(request.POST, prefix=f"{verb}{pk}") if wanted else None
    if form and not form.is_valid():
        return _show(request, dossier, failed=(asked, verb, form), status=422)
    try:
        action(asked, **(form.cleaned_data if form else {}), by=request.user, at=timezone.now())
        messages.success(request, done)
    except Refused as refusal:
        if form:
            return _refuse(request, dossier, refusal, form, (asked, verb))
        messages.error(request, " ".join(refusal.reasons))
    return _back(dossier, asked)


@require_safe
def download(request, dossier_id, pk):
    """A file that was sent, to be saved."""
    dossier = find(request, dossier_id, "document.requests")
    found = answer_in(dossier, pk)
    if found is None:
        raise Http404
    return attachment_response(found.file, reader=request.user)


def _request(dossier, pk):
    found = request_in(dossier, pk)
    if found is None:
        raise Http404
    return found


def _back(dossier, asked):
    target = redirect("dossiers:requests", dossier.pk)
    target["Location"] += f"#demande-{asked.pk}"
    return target


def _refuse(request, dossier, refusal, form, where, *, status=422):
    for reason in refusal.reasons:
        form.add_error(None, reason)
    if where == "asking":
        return _show(request, dossier, asking=form, status=status)
    return _show(request, dossier, failed=(*where, form), status=status)


def _show(request, dossier, *, asking=None, failed=None, status=200):
    today = day_of(dossier, at=timezone.now())
    may_ask = can(request.user, "document.ask", dossier)
    may_answer = can(request.user, "document.answer", dossier)
    rows = requests_of(dossier)
    for row in rows:
        row.late = row.is_late(today=today)
        row.forms = _forms(row, failed, may_ask=may_ask, may_answer=may_answer)
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "rows": rows,
        "side": side_of(dossier, request.user),
        "asking": (asking or RequestForm()) if may_ask else None,
        "failed": asking or (failed[2] if failed else None),
        "sentence": allowed_sentence(DOCUMENT),
        "accept": accept_attribute(DOCUMENT),
    }
    return render(request, "dossiers/requests.html", context, status=status)


def _forms(row, failed, *, may_ask, may_answer):
    """The forms under one request, by name; the one that was refused keeps what was typed."""
    forms = {}
    if may_answer and row.is_open:
        forms["answer"] = AnswerForm(prefix=f"r{row.pk}")
    if may_ask and row.is_open:
        forms["renoncer"] = WithdrawForm(prefix=f"renoncer{row.pk}")
    if may_ask and row.answers.all():
        forms["redemander"] = AgainForm(prefix=f"redemander{row.pk}")
    if failed and failed[0].pk == row.pk:
        forms[failed[1]] = failed[2]
    return forms
