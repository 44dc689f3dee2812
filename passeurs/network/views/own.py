"""One's own card, by the link received or from one's account: agree, correct, withdraw, erase."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused

from .. import links
from ..actions import cards, consent
from ..enums import Through
from ..forms.people import PractitionerForm
from ..models import Practitioner
from ..queries.people import own_cards
from .people import fresh

GIVEN = "C’est noté\u00a0: votre fiche paraît dans l’annuaire."
WAITING = "C’est noté\u00a0: votre fiche paraîtra dès que la coordination l’aura relue."
WITHDRAWN = "Votre fiche n’est plus dans l’annuaire."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, token):
    """The card behind a link; posted to, it is corrected."""
    card = _behind(request, token)
    if not isinstance(card, Practitioner):
        return card
    return _page(request, card, "network:link_act", (token,))


@login_not_required
@require_POST
def link_act(request, token, verb):
    """Agree, withdraw, attach or remove a CV, erase: one button each."""
    card = _behind(request, token)
    if not isinstance(card, Practitioner):
        return card
    back = reverse("network:link", args=[token])
    return _act(request, card, verb, through=Through.LINK, back=back)


@require_safe
def mine(request):
    """The cards that bear the address of the person who is signed in."""
    require(request.user, "practitioner.own")
    found = list(own_cards(request.user))
    if len(found) == 1:
        return redirect("network:own", pk=found[0].pk)
    return fresh(render(request, "network/mine.html", {"cards": found}))


@require_http_methods(["GET", "HEAD", "POST"])
def own(request, pk):
    card = _owned(request, pk)
    return _page(request, card, "network:own_act", (pk,))


@require_POST
def own_act(request, pk, verb):
    card = _owned(request, pk)
    back = reverse("network:own", args=[pk])
    return _act(request, card, verb, through=Through.ACCOUNT, back=back)


def _owned(request, pk):
    require(request.user, "practitioner.own")
    card = own_cards(request.user).select_related("coordination", "cv").filter(pk=pk).first()
    return card or _unknown()


def _behind(request, token):
    """The card of a link, or the answer that its state calls for."""
    try:
        pk, number = links.read(token)
    except links.Expired as expired:
        return shut(render(request, "network/expired.html", {"card": expired.card}, status=410))
    except (BadSignature, ValueError, TypeError):
        _unknown()
    cards_ = Practitioner.objects.current().with_consent().select_related("coordination", "cv")
    return cards_.filter(pk=pk, link_number=number).first() or _unknown()


def _page(request, card, act, names):
    """The card as everybody would read it, what one may do, and its form."""
    form = PractitionerForm(request.POST if request.method == "POST" else None, instance=card)
    if request.method == "POST" and form.is_valid():
        by = request.user if request.user.is_authenticated else None
        cards.amend_card(card, form.facts(), by=by, at=timezone.now())
        messages.success(request, "Votre fiche est corrigée.")
        return redirect(request.path)
    shown = Practitioner.objects.with_consent().get(pk=card.pk) if form.errors else card
    verbs = {verb.replace("-", "_"): reverse(act, args=[*names, verb]) for verb in VERBS}
    context = {"card": shown, "form": form, "acts": verbs, "words": consent.WORDS}
    status = 422 if form.errors else 200
    return shut(render(request, "network/own.html", context, status=status))


def _act(request, card, verb, *, through, back):
    act = VERBS.get(verb) or _unknown()
    by = request.user if request.user.is_authenticated else None
    try:
        messages.success(request, act(request, card, through=through, by=by, at=timezone.now()))
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
        return redirect(back)
    return redirect("network:people") if verb == "effacer" else redirect(back)


def _agree(_request, card, *, through, by, at):
    consent.give_consent(card, through=through, by=by, at=at)
    return GIVEN if card.is_listed else WAITING


def _withdraw(_request, card, *, through, by, at):
    consent.withdraw_consent(card, through=through, by=by, at=at)
    return WITHDRAWN


def _attach(request, card, *, through, by, at):
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("Choisissez d’abord un fichier.")
    cards.attach_cv(card, upload, by=by, at=at)
    return "Votre CV est gardé\u00a0: il n’est jamais publié."


def _detach(_request, card, *, through, by, at):
    cards.remove_cv(card, by=by, at=at)
    return "Votre CV est retiré."


def _erase(_request, card, *, through, by, at):
    cards.erase_card(card, by=by, at=at)
    return "Votre fiche est effacée."


VERBS = {
    "accepter": _agree,
    "retirer": _withdraw,
    "joindre-cv": _attach,
    "retirer-cv": _detach,
    "effacer": _erase,
}


def shut(response):
    """The address of this page is a key: nobody keeps it.

    No other site is told of it (`Referrer-Policy: same-origin`, as everywhere); « no-referrer »
    would have browsers post from a null origin, which the CSRF check refuses.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    return response


def _unknown():
    raise Http404
