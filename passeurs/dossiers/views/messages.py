"""The exchanges of a dossier: the holder's team and the coordination, on one screen."""

from itertools import groupby

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.core.typography import local
from passeurs.documents.queries import accept_attribute, allowed_sentence
from passeurs.documents.responses import attachment_response
from passeurs.documents.rules import Allowed

from ..actions.messages import mark_read, write_message
from ..enums import Side
from ..forms.messages import MessageForm
from ..queries.messages import file_in, flow_of, people_of_side, read_up_to, side_of
from .shell import find

PER_PAGE = 50
ALLOWED = Allowed(("pdf", "docx", "odt", "xlsx", "ods", "jpeg", "png", "webp"))


@require_safe
def page(request, dossier_id):
    """The flow, the latest page first; the coordination reads it at its desk, where it writes."""
    dossier = find(request, dossier_id, "message.read")
    if side_of(dossier, request.user) == Side.COORDINATION:
        return redirect(reverse("desk:exchange", args=[dossier.pk], query=request.GET))
    return show(request, dossier, MessageForm())


@require_POST
def write(request, dossier_id):
    """Keep a message; sent twice by the same page, it is kept once."""
    dossier = find(request, dossier_id, "message.write")
    form = MessageForm(request.POST, request.FILES)
    if written := keep(request, dossier, form):
        return at_message(redirect("dossiers:messages", dossier.pk), written)
    return show(request, dossier, form, status=422)


def keep(request, dossier, form):
    """The message as it was kept, and said so; None where the form tells why not."""
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        written = write_message(
            dossier,
            data["text"],
            side=side_of(dossier, request.user),
            key=data["key"],
            uploads=data["joined"],
            allowed=ALLOWED,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error("joined" if data["joined"] else "text", reason)
        return None
    notices.success(request, "Votre message est écrit. Il part aussi par e-mail.")
    return written


def at_message(target, written):
    """The redirection, down to a message of the flow."""
    target["Location"] += f"#message-{written.pk}"
    return target


@require_safe
def download(request, dossier_id, pk):
    """A file of the flow, to be saved."""
    dossier = find(request, dossier_id, "message.read")
    found = file_in(dossier, pk)
    if found is None:
        raise Http404
    return attachment_response(found.file, reader=request.user)


def show(request, dossier, form, *, template="dossiers/echanges.html", status=200, **more):
    """The flow and what is being written; having it on screen is having read it."""
    paginator = Paginator(flow_of(dossier), PER_PAGE)
    shown = paginator.get_page(request.GET.get("page") or paginator.num_pages)
    rows, mine = list(shown), side_of(dossier, request.user)
    read = read_up_to(dossier, request.user)
    if rows and rows[-1].pk > read:
        mark_read(dossier, rows[-1].pk, by=request.user)
    context = {
        "dossier": dossier,
        "edition": dossier.edition,
        "page": shown,
        "days": _by_day(rows, dossier.edition.timezone),
        "fresh": next((row.pk for row in rows if row.pk > read and row.side != mine), None),
        "side": mine,
        "form": form,
        "may_write": can(request.user, "message.write", dossier),
        "people": _people(dossier),
        "sentence": allowed_sentence(ALLOWED),
        "accept": accept_attribute(ALLOWED),
    }
    return render(request, template, context | more, status=status)


def _by_day(rows, zone):
    """The messages under the day they were written, where the edition is."""
    days = groupby(rows, key=lambda row: local(row.at, zone).date())
    return [(day, list(found)) for day, found in days]


def _people(dossier):
    """Who reads this: both sides, by name."""
    names = {
        Side.HOLDER: dossier.structure.name,
        Side.COORDINATION: dossier.edition.coordination.name,
    }
    return [
        {"name": one.get_full_name() or one.email, "detail": names[side]}
        for side in (Side.HOLDER, Side.COORDINATION)
        for one in people_of_side(dossier, side)
    ]
