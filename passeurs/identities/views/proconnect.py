"""Entering by ProConnect: there, and back."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.landing import safe_next
from passeurs.core.refusals import Refused
from passeurs.identities import proconnect
from passeurs.identities.actions.linking import person_of
from passeurs.identities.entrance import strengthen
from passeurs.identities.queries import belongs_nowhere

PENDING = "proconnect_pending"  # an identity whose address a code is to prove
UNPROVED = (
    "ProConnect ne garantit pas votre adresse e-mail. Entrez une fois avec un code\u202f: votre "
    "identité ProConnect y sera rattachée."
)


@login_not_required
@never_cache
@require_POST
def start(request):
    _only_when_on()
    try:
        there = proconnect.begin(
            request.session, redirect_uri=_here(request), next_url=safe_next(request)
        )
    except Refused as refusal:
        return _back(request, refusal)
    return HttpResponseRedirect(there)


@login_not_required
@never_cache
@require_safe
def back(request):
    """What ProConnect answers, verified; the person enters, or is told why not."""
    _only_when_on()
    try:
        facts, next_url = proconnect.finish(
            request.session, request.GET, redirect_uri=_here(request)
        )
        user = person_of(facts, at=timezone.now())
    except Refused as refusal:
        return _back(request, refusal)
    if user is None:
        request.session[proconnect.PENDING] = {
            "issuer": facts.issuer, "subject": facts.subject, "email": facts.email,
        }  # fmt: skip
        messages.info(request, UNPROVED)
        return redirect(reverse("account_login", query={"next": next_url}))
    landing = next_url or _landing(user, facts)
    answer = perform_login(request, user, redirect_url=landing, email=user.email)
    request.session[proconnect.OPENED] = {"id_token": facts.id_token}
    if facts.is_strong:
        strengthen(request)
    return answer


def _landing(user, facts):
    """Whoever is of no structure yet is offered the one that ProConnect names."""
    if facts.siret and belongs_nowhere(user):
        return reverse("organisations:create", query={"siret": facts.siret})
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _here(request):
    return request.build_absolute_uri(reverse("identities:proconnect_back"))


def _back(request, refusal):
    messages.error(request, " ".join(refusal.reasons))
    return redirect("account_login")


def _only_when_on():
    if not proconnect.is_on():
        raise Http404
