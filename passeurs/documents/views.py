"""Files on their way: how much has come, the next piece, giving up."""

import re

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from passeurs.core.access import require
from passeurs.core.refusals import Refused

from .actions.uploads import BusyError, OutOfStepError, append, cancel
from .models import Upload
from .storage import StorageAwayError

WHOLE_NUMBER = re.compile(r"[0-9]{1,15}")
PIECE = 1_000_000
MOST_PIECE = 2 * PIECE


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
def sending(request, pk):
    """One's own upload: GET tells the offset, PATCH adds the piece at `Upload-Offset`."""
    require(request.user, "file.send")
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    if request.method == "DELETE":
        cancel(upload)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        return _add(request, upload)
    return told(upload)


def told(upload, status=200):
    """How far an upload is, for the script that sends it."""
    return JsonResponse({"received": upload.received, "size": upload.size}, status=status)


def refused(error):
    """The answer for an upload that does not go on as it was asked."""
    match error:
        case OutOfStepError():
            return JsonResponse({"received": error.received}, status=409)
        case BusyError():
            return JsonResponse({}, status=423)
        case StorageAwayError():
            return JsonResponse({"reasons": error.reasons}, status=503)
        case _:
            return JsonResponse({"reasons": error.reasons}, status=422)


def _add(request, upload):
    offset = request.headers.get("Upload-Offset", "")
    if not WHOLE_NUMBER.fullmatch(offset):
        return JsonResponse({"received": upload.received}, status=409)
    content = request.read(MOST_PIECE + 1)
    if len(content) > MOST_PIECE:
        return JsonResponse({"received": upload.received}, status=413)
    digest = request.headers.get("Upload-Digest", "")
    try:
        added = append(upload, content, offset=int(offset), digest=digest, at=timezone.now())
    except (OutOfStepError, BusyError, Refused) as error:
        return refused(error)
    return told(added)
