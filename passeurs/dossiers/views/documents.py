"""Les pièces: what is asked, sending, fetching and removing a file."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.documents.queries import accept_attribute, allowed_sentence
from passeurs.documents.responses import attachment_response

from ..actions.attachments import attach, detach, may_still_send
from ..enums import SectionCode
from ..forms.documents import PreviousYearForm, UploadForm, allowed_for
from ..models import Attachment
from ..queries.documents import file_of, progress_of, slots_of
from ..sections import url_of
from .saving import save, status_of
from .shell import find, screen


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
    for row in rows:
        kind = row["slot"].kind
        row["later"] = may_send and may_still_send(dossier, kind, at=timezone.now())
    context = screen(
        request,
        dossier,
        SectionCode.DOCUMENTS,
        form=form,
        asked=progress_of(slots),
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
    allowed = allowed_for(slot.kind)
    return {
        "slot": slot,
        "sentence": allowed_sentence(allowed),
        "accept": accept_attribute(allowed),
        "reasons": reasons,
    }


@require_POST
def upload(request, dossier_id):
    """Join one file, a refusal told beside its slot; JSON for a page that follows the sending."""
    dossier = find(request, dossier_id)
    later = may_still_send(dossier, request.POST.get("kind", ""), at=timezone.now())
    require(request.user, "document.send_later" if later else "document.upload", dossier)
    form = UploadForm(request.POST, request.FILES, dossier=dossier)
    reasons = _attach(request, dossier, form)
    is_followed = request.headers.get("X-Upload") == "1"
    if reasons:
        return _refused(request, dossier, form, reasons, is_followed=is_followed)
    messages.success(request, "La pièce est jointe au dossier.")
    url = f"{url_of(dossier, SectionCode.DOCUMENTS)}#{_slot_key(form)}"
    return JsonResponse({"url": url}, status=201) if is_followed else redirect(url)


def _refused(request, dossier, form, reasons, *, is_followed):
    if is_followed:
        return JsonResponse({"reasons": reasons}, status=422)
    promise = PreviousYearForm(instance=dossier, edition=dossier.edition, dossier=dossier)
    return _show(request, dossier, promise, failed=_slot_key(form), reasons=reasons, status=422)


def _attach(request, dossier, form):
    """Join the file; the reasons why not, if any."""
    if not form.is_valid():
        return [str(line) for lines in form.errors.values() for line in lines]
    data = form.cleaned_data
    try:
        attach(
            dossier,
            data["file"],
            kind=data["kind"],
            allowed=allowed_for(data["kind"]),
            by=request.user,
            at=timezone.now(),
            person=data["person"],
            partner=data["partner"],
        )
    except Refused as refusal:
        return list(refusal.reasons)
    return []


def _slot_key(form):
    kind = form.data.get("kind", "")
    target = form.cleaned_data.get("person") or form.cleaned_data.get("partner")
    return f"{kind}-{target.key}" if target else kind


@require_safe
def download(request, dossier_id, pk):
    """A file of the dossier, to be saved; those a filed snapshot holds stay reachable."""
    dossier = find(request, dossier_id, "document.read")
    attachment = file_of(dossier, pk)
    if attachment is None:
        raise Http404
    return attachment_response(attachment.file)


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
