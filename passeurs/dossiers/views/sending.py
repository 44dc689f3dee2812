"""A piece that comes by parts: announcing it, joining it once whole, giving it up.

The parts themselves are the business of `documents:sending`.
"""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from passeurs.core.refusals import Refused
from passeurs.documents.actions.uploads import (
    BusyError,
    OutOfStepError,
    cancel,
    open_upload,
    whole,
)
from passeurs.documents.models import Upload
from passeurs.documents.storage import StorageAwayError
from passeurs.documents.views import PIECE, refused

from ..actions.attachments import attach, refuse_past_the_room, refuse_unless_open
from ..forms.documents import AnnouncedForm, SlotForm
from ..queries.uploads import place_of
from .documents import JOINED, find_to_send, place_on_page


@require_POST
def announce(request, dossier_id):
    """Where to send the parts, and from which byte: a file already begun is gone on with."""
    dossier = find_to_send(request, dossier_id)
    form = AnnouncedForm(request.POST, dossier=dossier)
    if not form.is_valid():
        return JsonResponse({"reasons": form.reasons}, status=422)
    now = timezone.now()
    try:
        refuse_unless_open(dossier, form.cleaned_data["kind"], at=now)
        refuse_past_the_room(dossier, form.announced.size)
        upload = open_upload(
            form.announced,
            place=place_of(dossier, form.slot_key),
            allowed=form.allowed,
            by=request.user,
            at=now,
        )
    except Refused as refusal:
        return JsonResponse({"reasons": refusal.reasons}, status=422)
    return JsonResponse(_told(dossier, upload), status=201)


def _told(dossier, upload):
    return {
        "parts": reverse("documents:sending", args=[upload.pk]),
        "end": reverse("dossiers:upload_end", args=[dossier.pk, upload.pk]),
        "received": upload.received,
        "piece": PIECE,
    }


@require_POST
def end(request, dossier_id, upload_id):
    """Join the file that has come whole; asked again, it answers as the first time."""
    dossier = find_to_send(request, dossier_id)
    form = SlotForm(request.POST, dossier=dossier)
    if not form.is_valid():
        return JsonResponse({"reasons": form.reasons}, status=422)
    place = place_of(dossier, form.slot_key)
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=upload_id, place=place)
    if not upload.finished_at and (answer := _join(request, dossier, form, upload)):
        return answer
    return JsonResponse({"url": place_on_page(dossier, form.slot_key)}, status=201)


def _join(request, dossier, form, upload):
    """Join it; the answer that says why not, if any."""
    now = timezone.now()
    more = {"allowed": form.allowed, "by": request.user, "at": now, **form.subject}
    try:
        with whole(upload, at=now) as file:
            attach(dossier, file, sending=upload, **more)
    except (OutOfStepError, BusyError, StorageAwayError) as error:
        return refused(error)
    except Refused as refusal:
        return _given_up(upload, refusal)
    messages.success(request, JOINED)
    return None


def _given_up(upload, refusal):
    """None when another click joined it meanwhile; else forgotten: it would be refused again."""
    if Upload.objects.filter(pk=upload.pk).exclude(finished_at=None).exists():
        return None
    cancel(upload)
    return refused(refusal)


@require_POST
def stop(request, dossier_id, upload_id):
    """Give up an upload of one's own, by the page's own form; twice changes nothing."""
    dossier = find_to_send(request, dossier_id)
    place = place_of(dossier, "")
    mine = Upload.objects.visible_to(request.user).filter(place__startswith=place)
    slot_key = ""
    if upload := mine.filter(pk=upload_id).first():
        slot_key = upload.place.removeprefix(place)
        cancel(upload)
    messages.success(request, "L’envoi est abandonné.")
    return redirect(place_on_page(dossier, slot_key))
