"""Les corrections demandées: one page for both sides, and the only door of a field re-opened."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.documents.storage import StorageAwayError

from ..actions.asides import FILE
from ..actions.corrections import (
    CLOSED,
    accept_request,
    correct_field,
    extend_request,
    keep_field,
    replace_file,
    return_request,
    withdraw_request,
)
from ..actions.rows import FAMILY_OF
from ..forms.corrections import DueForm, EndForm, KeepForm, ReplaceForm
from ..forms.documents import allowed_for
from ..forms.single import FIELDS, form_at, row_at, slot_at, values_for
from ..models import Section
from ..progress import blocking
from ..queries.corrections import correction_in, corrections_of, item_in, judged_as_filed
from ..queries.messages import side_of
from .correcting import seen_of, shown_of
from .rows import AFTER
from .shell import find

GONE = "Cette ligne du dossier n’existe plus : il n’y a rien à y corriger."
MOVED = (
    "Ce champ a changé pendant que vous écriviez : ce qu’il dit à présent est affiché au-dessus. "
    "Votre texte est toujours là ; enregistrez de nouveau pour le mettre à la place."
)


@require_safe
def page(request, dossier_id):
    """Each comment beside its field; what was answered; what it comes to."""
    return _show(request, find(request, dossier_id, "correction.read"))


@require_POST
def answer(request, dossier_id, pk):
    """Change one field of an open request, or keep it and say why."""
    dossier = find(request, dossier_id, "correction.answer")
    item = _item(dossier, pk)
    deed = _keep if "_keep" in request.POST else _file if item.field.startswith(FILE) else _write
    where, form, status = deed(request, dossier, item)
    if status != HTTPStatus.OK:
        dossier = find(request, dossier_id, "correction.read")  # a form fills what it reads
        return _show(request, dossier, failed=(item.pk, where, form), status=status)
    return redirect(f"{_page(dossier)}#champ-{item.pk}")


def _item(dossier, pk):
    item = item_in(dossier, pk)
    if item is None:
        raise Http404
    return item


def _keep(request, _dossier, item):
    form = KeepForm(request.POST, prefix=f"m{item.pk}")
    if not form.is_valid():
        return "keep", form, HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        keep_field(item, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except Refused as refusal:
        return "keep", _told(form, refusal, "reason"), HTTPStatus.UNPROCESSABLE_ENTITY
    messages.success(request, f"« {item} » est maintenu ; votre raison est gardée.")
    return "keep", form, HTTPStatus.OK


def _file(request, dossier, item):
    form = ReplaceForm(request.POST, request.FILES, prefix=f"f{item.pk}")
    slot = slot_at(dossier, item)
    if slot is None or not form.is_valid():
        return "form", form, HTTPStatus.UNPROCESSABLE_ENTITY
    subject = {"kind": slot.kind, "person": slot.person, "partner": slot.partner}
    file, allowed = form.cleaned_data["file"], allowed_for(slot.kind, slot.max_mb)
    more = {"subject": subject, "allowed": allowed, "by": request.user, "at": timezone.now()}
    try:
        replace_file(item, file, **more)
    except StorageAwayError as away:
        return "form", _told(form, away, "file"), HTTPStatus.SERVICE_UNAVAILABLE
    except Refused as refusal:
        return "form", _told(form, refusal, "file"), HTTPStatus.UNPROCESSABLE_ENTITY
    messages.success(request, "La pièce est remplacée.")
    return "form", form, HTTPStatus.OK


def _write(request, dossier, item):
    now = values_for(dossier, [item])[item.pk]
    form = form_at(dossier, item, request.POST)
    if form is None:
        messages.error(request, GONE)
        return "form", None, HTTPStatus.OK
    if not form.is_valid():
        return "form", form, HTTPStatus.UNPROCESSABLE_ENTITY
    if request.POST.get("_seen", "") != seen_of(now):
        form.add_error(None, MOVED)
        return "form", form, HTTPStatus.CONFLICT
    row = row_at(dossier, item)
    keeper = AFTER.get(FAMILY_OF.get(item.row[:1], ""))
    try:
        saved = correct_field(
            item,
            form.changes(),
            version=Section.objects.get(dossier=dossier, code=item.section).version,
            by=request.user,
            at=timezone.now(),
            then=keeper(row) if keeper else None,
        )
    except Refused as refusal:
        return "form", _told(form, refusal), HTTPStatus.LOCKED
    said = "est enregistré" if saved.names else "dit déjà cela : rien n’a changé"
    messages.success(request, f"« {item} » {said}.")
    return "form", form, HTTPStatus.OK


def _told(form, refusal, name=None):
    for reason in refusal.reasons:
        form.add_error(name, reason)
    return form


@require_POST
def send_back(request, dossier_id, pk):
    """« Renvoyer mes corrections »: frozen, numbered, told to both sides."""
    dossier = find(request, dossier_id, "correction.return")
    correction = _correction(dossier, pk)
    values = values_for(dossier, correction.items.all())
    try:
        return_request(correction, values=values, by=request.user, at=timezone.now())
        messages.success(request, "Vos corrections sont renvoyées ; le récépissé part par e-mail.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect(_page(dossier))


def _correction(dossier, pk):
    found = correction_in(dossier, pk)
    if found is None:
        raise Http404
    return found


NAMES = {"prolonger": "extend", "retirer": "withdraw", "accepter": "accept"}
SETTLING = {"prolonger": DueForm, "retirer": EndForm, "accepter": EndForm}


@require_POST
def settle(request, dossier_id, pk, verb):
    """Leave more time, ask no more, or accept."""
    dossier = find(request, dossier_id, "correction.ask")
    correction = _correction(dossier, pk)
    form = SETTLING[verb](request.POST, prefix=f"{verb}{pk}")
    if not form.is_valid():
        return _show(request, dossier, settling=(pk, verb, form), status=422)
    try:
        messages.success(request, _settle(request, dossier, correction, verb, form))
    except Refused as refusal:
        _told(form, refusal)
        return _show(request, dossier, settling=(pk, verb, form), status=422)
    return redirect(_page(dossier))


def _settle(request, dossier, correction, verb, form):
    more = {"by": request.user, "at": timezone.now()}
    match verb:
        case "prolonger":
            due_at = form.due_at(dossier.edition.timezone)
            extend_request(correction, due_at=due_at, fields=FIELDS, **more)
            return "La date est reportée ; le porteur en est prévenu."
        case "retirer":
            withdraw_request(correction, reason=form.cleaned_data["reason"], fields=FIELDS, **more)
            return "La demande est retirée ; le porteur en est prévenu."
    accept_request(correction, **more)
    return "La correction est acceptée ; le porteur en est prévenu."


def _page(dossier):
    return redirect("dossiers:corrections", dossier.pk)["Location"]


def _show(request, dossier, *, failed=None, settling=None, status=200):
    now = timezone.now()
    may_answer = can(request.user, "correction.answer", dossier)
    may_ask = can(request.user, "correction.ask", dossier)
    rows = corrections_of(dossier)
    shown_of(dossier, rows, may_answer=may_answer, at=now, failed=failed)
    for row in rows:
        row.stage_now, row.open_now = row.stage(at=now), row.is_open(at=now)
        row.unanswered = [one.item for one in row.shown if not one.item.answer and not one.is_gone]
        row.has_aside = any(one.item.is_aside for one in row.shown)
        row.forms = _forms(row, settling) if may_ask else {}
    is_open = any(row.open_now for row in rows)
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "rows": rows,
        "side": side_of(dossier, request.user),
        "now": now,
        "may_ask": may_ask,
        "may_answer": may_answer,
        "may_return": can(request.user, "correction.return", dossier),
        "blocking": blocking(judged_as_filed(dossier, at=now)[2]) if is_open else (),
        "failed": failed[2] if failed else settling[2] if settling else None,
        "lost": CLOSED if failed and not is_open else "",
        "typed": _typed(failed) if failed and not is_open else "",
    }
    return render(request, "dossiers/corrections.html", context, status=status)


def _typed(failed):
    """What was typed in a field that closed meanwhile, to be copied."""
    form = failed[2]
    names = [] if form is None else [*form.fields]
    return "\n".join(str(form[name].value() or "") for name in names if name != "file")


def _forms(row, settling):
    """The forms under one request, by verb; the one that was refused keeps what was typed."""
    forms = {}
    if row.state == "sent":
        forms["prolonger"] = DueForm(prefix=f"prolonger{row.pk}")
        forms["retirer"] = EndForm(prefix=f"retirer{row.pk}")
    if row.state == "returned":
        forms["accepter"] = EndForm(prefix=f"accepter{row.pk}")
    if settling and settling[0] == row.pk:
        forms[settling[1]] = settling[2]
    return forms
