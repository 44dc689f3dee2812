"""Asking to be in the directory, and for one's link again."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core import throttle
from passeurs.core.typography import NBSP
from passeurs.organisations.models import Coordination

from ..actions.cards import create_card
from ..actions.consent import send_link
from ..enums import Origin
from ..forms.people import LinkForm, RegisterForm
from ..models import Practitioner
from .own import shut

TOO_OFTEN = (
    f"Plusieurs messages sont déjà partis en une heure{NBSP}: regardez vos courriels, ou attendez "
    "un peu."
)
BY_MAILBOX = 3


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """One's own card, from the public page; it is published by the link that is sent."""
    data = request.POST if request.method == "POST" else None
    coordinations = Coordination.objects.order_by("region_name")
    form = RegisterForm(data, coordinations=coordinations, initial=_known(request.user))
    if data is None or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    email = form.cleaned_data["email"]
    if not _may_send(request, email):
        form.add_error(None, TOO_OFTEN)
        return _page(request, form, status=429)
    _keep(request, form, email)
    return redirect("network:sent")


def _keep(request, form, email):
    """A new card, unless the address has one: its link goes there again, and the page says so."""
    at = timezone.now()
    known = Practitioner.objects.of_address(email).first()
    by = request.user if request.user.is_authenticated else None
    card = known or create_card(
        form.cleaned_data["coordination"], form.facts(), origin=Origin.PERSON, by=by, at=at
    )
    send_link(card, at=at)


@login_not_required
@require_POST
def ask_link(request):
    """Send the link of an address again; the answer is the same whether it has a card or not."""
    form = LinkForm(request.POST, auto_id="lien-%s")
    if not form.is_valid():
        return _page(request, _empty(request), ask=form, status=422)
    email = form.cleaned_data["email"]
    if not _may_send(request, email):
        form.add_error("email", TOO_OFTEN)
        return _page(request, _empty(request), ask=form, status=429)
    for card in Practitioner.objects.of_address(email):
        send_link(card, at=timezone.now())
    return redirect("network:sent")


@login_not_required
@require_safe
def sent(request):
    return shut(render(request, "network/sent.html"))


def _may_send(request, email):
    """Count the message against the person, the network and the mailbox; False past the limit."""
    keys = throttle.visitor_keys(request, "network", by_session=6, by_address=30)
    keys.append((f"network:mailbox:{email.lower()}", BY_MAILBOX))
    if throttle.is_over(keys):
        return False
    throttle.count(keys)
    return True


def _known(user):
    if not user.is_authenticated:
        return {}
    return {"name": user.get_full_name() if user.has_name else "", "email": user.email}


def _empty(request):
    coordinations = Coordination.objects.order_by("region_name")
    return RegisterForm(None, coordinations=coordinations, initial=_known(request.user))


def _page(request, form, *, ask=None, status=200):
    context = {"form": form, "ask": ask or LinkForm(auto_id="lien-%s")}
    return render(request, "network/register.html", context, status=status)
