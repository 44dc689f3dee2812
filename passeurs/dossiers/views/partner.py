"""The page of a partner, opened by its link: read, correct, confirm or decline.

The token in the address is the only key, and no cookie opens anything here: a forged request would
need the token itself, so these forms ask for no other. It also lets the page be `no-referrer`,
under which browsers send an origin that the usual check refuses.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.refusals import Refused
from passeurs.documents.queries import accept_attribute, allowed_sentence
from passeurs.documents.rules import DOCUMENT

from .. import throttle
from ..actions.confirmation import (
    attach_letter,
    confirm_part,
    correct_part,
    decline_part,
    mark_opened,
    take_back_confirmation,
)
from ..actions.invitations import renew_link
from ..forms.base import version_of
from ..forms.confirmation import ConfirmForm, DeclineForm, LetterForm, PartForm
from ..models import Section
from ..queries.invitations import (
    actions_told,
    letter_kind,
    letters_of,
    link_of,
    standing_of,
)

SEALED = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
LOST = "dossiers/partner_lost.html"
CONFLICT = (
    "Le porteur a écrit au même endroit que vous, au même moment. Votre texte est gardé à côté du "
    "sien : il choisira, et vous pourrez relire ici."
)


def by_link(*, ended=False):
    """The view of a link: the invitation in place of the token; a page of its own otherwise.

    A wrong token answers 404 and counts; one that ended answers 410, unless the view is for it.
    """

    def wrap(view):
        @wraps(view)
        def entered(request, token, **options):
            if throttle.is_over(request):
                return _sealed(render(request, LOST, {"is_over": True}, status=429))
            link = link_of(token)
            if link is None:
                throttle.count(request)
                return _sealed(render(request, LOST, status=404))
            if not (ended or link.is_alive(at=timezone.now())):
                return _sealed(_ended(request, link, token))
            return _sealed(view(request, link.invitation, token, **options))

        return entered

    return wrap


def _sealed(response):
    """Kept by no cache, found by no search, told to no other site."""
    for name, value in SEALED.items():
        response.headers[name] = value
    return response


def _ended(request, link, token):
    """The link was ours: another may be asked for, unless the holder took the invitation back."""
    dossier = link.invitation.partner.dossier
    context = {
        "dossier": dossier,
        "token": token,
        "is_revoked": bool(link.invitation.revoked_at),
        "is_replaced": link.ended_at is not None,
        "is_closed": dossier.edition.is_closed(at=timezone.now()),
    }
    return render(request, LOST, context, status=410)


@login_not_required
@require_safe
@by_link()
def page(request, invitation, token):
    """What the partner is asked; reading changes nothing, since machines open links too."""
    return _show(request, invitation, token)


@login_not_required
@csrf_exempt
@require_POST
@by_link()
def opened(request, invitation, token):
    """Said by the page once somebody reads it."""
    mark_opened(invitation, at=timezone.now())
    return HttpResponse(status=204)


@login_not_required
@csrf_exempt
@require_POST
@by_link()
def correct(request, invitation, token):
    """Write the partner's corrections; both texts are kept where the holder wrote meanwhile."""
    form = _part_form(invitation, request.POST)
    if not form.is_valid():
        return _show(request, invitation, token, part=form, status=422)
    try:
        version = version_of(request.POST)
        saved = correct_part(invitation, form.changes(), version=version, at=timezone.now())
    except Refused as refusal:
        return _refused(request, invitation, token, part=form, refusal=refusal)
    if saved.conflicts:
        messages.warning(request, CONFLICT)
    else:
        messages.success(request, "Vos corrections sont enregistrées, le porteur en est prévenu.")
    return redirect("dossiers:partner", token)


@login_not_required
@csrf_exempt
@require_POST
@by_link()
def confirm(request, invitation, token):
    """Keep who confirms and when."""
    form = ConfirmForm(request.POST, partner=invitation.partner)
    if not form.is_valid():
        return _show(request, invitation, token, confirming=form, status=422)
    data = form.cleaned_data
    try:
        confirm_part(invitation, **data, at=timezone.now())
    except Refused as refusal:
        return _refused(request, invitation, token, confirming=form, refusal=refusal)
    return _answered(token)


@login_not_required
@csrf_exempt
@require_POST
@by_link()
def decline(request, invitation, token):
    """Say no, with a word."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, invitation, token, declining=form, status=422)
    try:
        decline_part(invitation, word=form.cleaned_data["word"], at=timezone.now())
    except Refused as refusal:
        return _refused(request, invitation, token, declining=form, refusal=refusal)
    return _answered(token)


@login_not_required
@csrf_exempt
@require_POST
@by_link()
def take_back(request, invitation, token):
    """Take one's confirmation back."""
    try:
        take_back_confirmation(invitation, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return _answered(token)


@login_not_required
@csrf_exempt
@require_POST
@by_link()
def attach(request, invitation, token):
    """Join a letter."""
    form = LetterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, invitation, token, letter=form, status=422)
    upload = form.cleaned_data["file"]
    try:
        attach_letter(invitation, upload, allowed=DOCUMENT, at=timezone.now())
    except Refused as refusal:
        return _refused(
            request, invitation, token, letter=form, refusal=refusal, field="file", status=422
        )
    messages.success(request, "Votre lettre est jointe au dossier.")
    return redirect("dossiers:partner", token)


@login_not_required
@csrf_exempt
@require_POST
@by_link(ended=True)
def renew(request, invitation, token):
    """Send a fresh link to the address that was invited; the page says the same either way."""
    renew_link(invitation, at=timezone.now())
    return render(request, LOST, {"is_sent": True, "dossier": invitation.partner.dossier})


def _answered(token):
    response = redirect("dossiers:partner", token)
    response["Location"] += "#reponse"
    return response


def _refused(request, invitation, token, *, refusal, field=None, status=409, **forms):
    """The page again, what was typed kept, the reason on top."""
    form = next(iter(forms.values()))
    for reason in refusal.reasons:
        form.add_error(field, reason)
    fresh = link_of(token)
    if fresh is None or fresh.invitation.revoked_at:
        return render(request, LOST, {"is_revoked": True}, status=410)
    if confirming := forms.get("confirming"):
        confirming.has_read(fresh.invitation.partner)
    return _show(request, fresh.invitation, token, status=status, **forms)


def _part_form(invitation, data=None):
    partner = invitation.partner
    dossier = partner.dossier
    return PartForm(data, instance=partner, edition=dossier.edition, dossier=dossier)


def _show(request, invitation, token, *, status=200, **forms):
    """The page, each form as it was sent or fresh."""
    partner, now = invitation.partner, timezone.now()
    dossier = partner.dossier
    kind = letter_kind(dossier.edition)
    context = {
        "token": token,
        "partner": partner,
        "invitation": invitation,
        "dossier": dossier,
        "edition": dossier.edition,
        "now": now,
        "standing": standing_of(partner, dossier.edition),
        "may_answer": dossier.is_editable and not dossier.edition.is_closed(at=now),
        "actions": actions_told(dossier),
        "version": Section.objects.get(dossier=dossier, code="partners").version,
        "part": forms.get("part") or _part_form(invitation),
        "confirming": forms.get("confirming") or ConfirmForm(partner=partner),
        "declining": forms.get("declining") or DeclineForm(),
        "letter": forms.get("letter") or LetterForm(),
        "letter_kind": kind,
        "letters": letters_of(partner) if kind else (),
        "sentence": allowed_sentence(DOCUMENT),
        "accept": accept_attribute(DOCUMENT),
        "sent": next(iter(forms.values()), None),
    }
    return render(request, "dossiers/partner.html", context, status=status)
