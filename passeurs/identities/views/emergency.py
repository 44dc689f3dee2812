"""The link of an emergency: shown by a page, spent by its button, so that no preview spends it."""

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from passeurs.core.refusals import Refused
from passeurs.identities.actions.administrators import RIGHT_LASTS, use_link
from passeurs.identities.entrance import strengthen

LANDING = "desk:journal"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def break_glass(request, token):
    if request.method == "GET":
        return render(request, "identities/break_glass.html")
    try:
        right = use_link(token, at=timezone.now())
    except Refused as refusal:
        context = {"refused": " ".join(refusal.reasons)}
        return render(request, "identities/break_glass.html", context, status=409)
    # Whoever holds the server vouches for them: the link stands for the second factor.
    landing = resolve_url(LANDING)
    answer = perform_login(request, right.user, redirect_url=landing, email=right.user.email)
    strengthen(request)
    request.session.set_expiry(RIGHT_LASTS)
    return answer
