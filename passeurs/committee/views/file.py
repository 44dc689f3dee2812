"""The file of a sitting: ask for one's copy, see where it stands, fetch it; the order alone."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.core.access import can
from passeurs.core.downloads import shut
from passeurs.core.refusals import Refused
from passeurs.documents.rules import weight

from ..actions.files import KEPT, ask_file, fail_file, make_file
from ..computing import bind
from ..printing.file import order_pdf
from ..queries.file import copy_of, fingerprint_of, seen_by
from .finding import find, now

PAGE = "committee:file"
AT_ONCE = 12
"""Up to so many dossiers a copy is made while one waits; beyond, by the worker."""

STALE = "Cet exemplaire n’est plus celui que vous pouvez lire\u00a0: préparez-le de nouveau."


@require_http_methods(["GET", "HEAD", "POST"])
def file(request, pk):
    sitting = find(request, pk, "sitting.file")
    if request.method == "POST":
        _ask(request, sitting)
        return redirect(PAGE, pk)
    copy, seen = copy_of(sitting, request.user), seen_by(sitting, request.user)
    is_made = copy is not None and copy.is_made
    context = {
        "sitting": sitting,
        "copy": copy,
        "count": len(seen),
        "is_long": len(seen) > AT_ONCE,
        "is_shut": is_made and not set(copy.seen) <= set(seen),
        "is_stale": is_made and copy.fingerprint != fingerprint_of(sitting, request.user),
        "size": weight(copy.size) if is_made else "",
        "until": copy.asked_at + KEPT if is_made else None,
        "keeps": can(request.user, "sitting.keep", sitting),
    }
    return render(request, "committee/file.html", context)


def _ask(request, sitting):
    try:
        copy = ask_file(sitting, **now(request))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return
    if len(seen_by(sitting, request.user)) > AT_ONCE:
        bind.enqueue(str(copy.pk))
        return
    try:
        make_file(copy, at=timezone.now())
    except Exception:
        fail_file(copy)
        raise


@require_safe
def fetch(request, pk):
    """One's own copy, as long as one may still read every dossier in it."""
    sitting = find(request, pk, "sitting.file")
    copy = copy_of(sitting, request.user)
    if copy is None or not copy.is_made:
        return redirect(PAGE, pk)
    if not set(copy.seen) <= set(seen_by(sitting, request.user)):
        messages.error(request, STALE)
        return redirect(PAGE, pk)
    return _pdf(bytes(copy.content), "dossier-de-seance.pdf")


@require_safe
def order(request, pk):
    sitting, at = find(request, pk, "sitting.file"), timezone.now()
    content = order_pdf(sitting, request.user, at=at)
    return _pdf(content, "ordre-de-passage.pdf")


def _pdf(content, name):
    pdf = BytesIO(content)
    answer = FileResponse(pdf, as_attachment=True, filename=name, content_type="application/pdf")
    return shut(answer)
