"""Les pièces: what is asked, sending, fetching and removing a file."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.documents.queries import accept_attribute, allowed_sentence
from passeurs.documents.responses import attachment_response, preview_response
from passeurs.documents.storage import StorageAwayError

from ..actions.attachments import attach, detach, may_still_send
from ..enums import SectionCode
from ..forms.documents import PreviousYearForm, UploadForm, allowed_for
from ..models import Attachment
from ..queries.documents import file_of, progress_of, slots_of
from ..queries.room import room_of
from ..queries.uploads import uploads_of
from ..sections import url_of
from .saving import save, status_of
from .shell import find, screen

JOINED = "La pièce est jointe au dossier."


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, dossier_id):
    """What to join, slot by slot; the form of the page is last year's promise."""
    dossier = find(request, dossier_id)
    options = {"instance": dossier, "edition": dossier.edition, "dossier": dossier}
    form = PreviousYearForm(request.POST if request.method == "POST" else None, **options)
    if request.method == "POST":
        require(request.user, "dossier.edit", dossier)
        if answer := save(request, dossier, SectionCode.DOCUMENTS, form):
            return answer
    return _show(request, dossier, form, status=status_of(form))


def _show(request, dossier, form, *, failed="", reasons=(), status=200):
    slots = slots_of(dossier)
    rows = [_slot_row(slot, reasons if slot.key == failed else ()) for slot in slots]
    may_send = can(request.user, "document.send_later", dossier)
    running = uploads_of(dossier, request.user, at=timezone.now())
    for row in rows:
        kind = row["slot"].kind
        row["later"] = may_send and may_still_send(dossier, kind, at=timezone.now())
        row["running"] = running.get(row["slot"].key, ())
    context = screen(
        request,
        dossier,
        SectionCode.DOCUMENTS,
        form=form,
        asked=progress_of(slots),
        room=room_of(dossier),
        **_groups(rows),
    )
    return render(request, "dossiers/pieces.html", context, status=status)


def _groups(rows):
    """The slots as the page shows them: last year's, those asked for, those one may add."""
    rest = [row for row in rows if not row["slot"].is_returning]
    return {
        "returning": [row for row in rows if row["slot"].is_returning],
        "required": [row for row in rest if row["slot"].required],
        "optional": [row for row in rest if not row["slot"].required],
    }


def _slot_row(slot, reasons):
    allowed = allowed_for(slot.kind, slot.max_mb)
    return {
        "slot": slot,
        "sentence": allowed_sentence(allowed),
        "accept": accept_attribute(allowed),
        "reasons": reasons,
    }


@require_POST
def upload(request, dossier_id):
    """Join one file, sent whole by the page's own form; a refusal is told beside its slot."""
    dossier = find_to_send(request, dossier_id)
    form = UploadForm(request.POST, request.FILES, dossier=dossier)
    reasons, status = _attach(request, dossier, form)
    if reasons:
        promise = PreviousYearForm(instance=dossier, edition=dossier.edition, dossier=dossier)
        told = {"failed": form.slot_key, "reasons": reasons, "status": status}
        return _show(request, dossier, promise, **told)
    messages.success(request, JOINED)
    return redirect(place_on_page(dossier, form.slot_key))


def find_to_send(request, dossier_id):
    """The dossier, for one who may send the kind of file asked for now."""
    dossier = find(request, dossier_id)
    later = may_still_send(dossier, request.POST.get("kind", ""), at=timezone.now())
    require(request.user, "document.send_later" if later else "document.upload", dossier)
    return dossier


def place_on_page(dossier, slot_key):
    return f"{url_of(dossier, SectionCode.DOCUMENTS)}#{slot_key}"


def _attach(request, dossier, form):
    """Join the file; the reasons why not and the answer's code, if any."""
    if not form.is_valid():
        return form.reasons, HTTPStatus.UNPROCESSABLE_ENTITY
    file, more = form.cleaned_data["file"], {"by": request.user, "at": timezone.now()}
    try:
        attach(dossier, file, allowed=form.allowed, **form.subject, **more)
    except StorageAwayError as away:
        return list(away.reasons), HTTPStatus.SERVICE_UNAVAILABLE
    except Refused as refusal:
        return list(refusal.reasons), HTTPStatus.UNPROCESSABLE_ENTITY
    return [], HTTPStatus.OK


@require_safe
def download(request, dossier_id, pk):
    """A file of the dossier, to be saved; those a filed snapshot holds stay reachable."""
    dossier = find(request, dossier_id, "document.read")
    attachment = file_of(dossier, pk)
    if attachment is None:
        raise Http404
    return attachment_response(attachment.file, reader=request.user)


@require_safe
def preview(request, dossier_id, pk):
    """The small picture of a file, shown in its slot."""
    dossier = find(request, dossier_id, "document.read")
    attachment = file_of(dossier, pk)
    if attachment is None:
        raise Http404
    return preview_response(attachment.file)


@require_POST
def remove(request, dossier_id, pk):
    """Take a file out of the dossier."""
    dossier = find(request, dossier_id, "document.remove")
    attachment = get_object_or_404(
        Attachment.objects.select_related("dossier__edition"), pk=pk, dossier=dossier
    )
    try:
        detach(attachment, by=request.user, at=timezone.now())
        messages.success(request, "La pièce est retirée du dossier.")
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect(url_of(dossier, SectionCode.DOCUMENTS))
