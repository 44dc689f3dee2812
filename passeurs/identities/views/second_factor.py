"""The second factor of an entry: shown, or chosen by whoever has none yet."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from passeurs.core import proofs
from passeurs.core.access import require
from passeurs.core.landing import safe_next
from passeurs.identities import keys
from passeurs.identities.queries import has_factor
from passeurs.identities.views.asking import factor_form, factor_is_shown


@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request):
    require(request.user, "account")
    next_url = safe_next(request)
    if proofs.is_strong(request.session):
        return redirect(next_url or settings.LOGIN_REDIRECT_URL)
    if not has_factor(request.user):
        return render(request, "identities/choose.html", {"next": next_url})
    form = factor_form(request)
    if request.method == "POST" and factor_is_shown(request, form):
        return redirect(next_url or settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "next": next_url, "challenge": keys.challenge_for(request.user)}
    status = 422 if form.is_bound else 200
    return render(request, "identities/second_factor.html", context, status=status)
