"""Entering with a passkey alone: it says who one is, and is the second factor as well."""

from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from passeurs.accounts.views import TOO_MANY
from passeurs.core.landing import safe_next
from passeurs.identities import keys
from passeurs.identities.entrance import strengthen
from passeurs.identities.forms import KeyForm

UNKNOWN_KEY = "Cette clé n’ouvre aucun compte. Entrez avec votre adresse e-mail."


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter_by_key(request):
    """GET gives the script a challenge; POST brings the answer of a key."""
    if request.method == "GET":
        return JsonResponse(dict(keys.challenge()))
    if not ratelimit.consume(request, app="allauth.account", action="key"):
        return _back(request, TOO_MANY)
    form = KeyForm(request.POST)
    row = keys.shown(form.cleaned_data["credential"]) if form.is_valid() else None
    if row is None or not row.user.is_active:
        return _back(request, UNKNOWN_KEY)
    landing = safe_next(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
    answer = perform_login(request, row.user, redirect_url=landing, email=row.user.email)
    row.record_usage()
    strengthen(request)
    return answer


def _back(request, reason):
    messages.error(request, reason)
    return redirect(reverse("account_login", query={"next": safe_next(request)}))
