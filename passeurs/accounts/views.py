"""Signing in by e-mailed code, one's profile, signing out."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.accounts import codes
from passeurs.accounts.actions import open_account, send_code
from passeurs.accounts.forms import CodeForm, EmailForm, ProfileForm
from passeurs.core.access import require
from passeurs.core.landing import safe_next
from passeurs.core.refusals import Refused

TOO_MANY = "Trop d’essais depuis quelques minutes. Patientez un quart d’heure, puis recommencez."
WRONG_CODE = "Ce code n’est pas le bon. Vérifiez que c’est celui du dernier courriel reçu."
EXPIRED = "Ce code ne sert plus. Demandez-en un nouveau, il part aussitôt."


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request):
    """The address: known or new, the same answer."""
    next_url = safe_next(request)
    if request.user.is_authenticated:
        return redirect(next_url or settings.LOGIN_REDIRECT_URL)
    form = EmailForm(request.POST or None, initial={"next": next_url})
    if request.method == "POST" and form.is_valid():
        return _send(request, form, "accounts/sign_in.html", form.cleaned_data["email"], next_url)
    return _page(request, "accounts/sign_in.html", form)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request):
    """The code, typed or pasted."""
    state = codes.pending(request.session)
    if state is None:
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _check(request, form, state)
    return _page(request, "accounts/code.html", form, state=state)


@login_not_required
@require_POST
def resend_code(request):
    """A new code to the same address; the one before stops working."""
    state = codes.pending(request.session)
    if state is None:
        return redirect("account_login")
    return _send(request, CodeForm(), "accounts/code.html", state["email"], state["next"])


@require_POST
def sign_out(request):
    require(request.user, "account")
    target = get_adapter(request).get_logout_redirect_url(request)
    logout(request)
    messages.success(request, "Vous êtes déconnecté. À bientôt.")
    answer = redirect(target)
    # On a shared machine, « back » must not show what the browser kept of the pages.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@require_http_methods(["GET", "POST"])
def profile(request):
    require(request.user, "account")
    next_url = safe_next(request)
    is_new = not request.user.has_name
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Votre profil est enregistré.")
        return redirect(next_url or "account_profile")
    return _page(request, "accounts/profile.html", form, next=next_url, is_new=is_new)


def _send(request, form, template, email, next_url):
    """Send a code and go to the page where it is typed; say why when it cannot leave."""
    if not _allowed(request, "request_login_code", email):
        return _refuse(request, form, template, TOO_MANY, status=429)
    code = codes.begin(request.session, email=email, next_url=next_url, at=timezone.now())
    try:
        send_code(email, code)
    except Refused as refusal:
        return _refuse(request, form, template, *refusal.reasons, status=503)
    messages.success(request, f"Un code est parti à {email}.")
    return redirect("account_confirm_login_code")


def _check(request, form, state):
    if codes.is_expired(state, at=timezone.now()):
        return _refuse(request, form, "accounts/code.html", EXPIRED)
    if not _allowed(request, "login_failed", state["email"]):
        return _refuse(request, form, "accounts/code.html", TOO_MANY, status=429)
    if not codes.matches(request.session, form.cleaned_data["code"]):
        return _refuse(request, form, "accounts/code.html", WRONG_CODE)
    return _enter(request, form)


def _enter(request, form):
    state = codes.finish(request.session)
    try:
        user = open_account(state["email"])
    except Refused as refusal:
        return _refuse(request, form, "accounts/code.html", *refusal.reasons, status=403)
    landing = state["next"] or resolve_url(settings.LOGIN_REDIRECT_URL)
    if not user.has_name:
        landing = f"{reverse('account_profile')}?{urlencode({'next': landing})}"
    return perform_login(request, user, redirect_url=landing, email=user.email)


def _refuse(request, form, template, *reasons, status=422):
    """The same page, what was typed kept, the reason beside the field."""
    if form.is_bound:
        for reason in reasons:
            form.add_error(None, reason)
    else:
        messages.error(request, " ".join(reasons))
    state = codes.pending(request.session)
    return _page(request, template, form, status=status, state=state)


def _page(request, template, form, *, status=None, **context):
    if status is None:
        status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, template, {"form": form, **context}, status=status)


def _allowed(request, action, email):
    return ratelimit.consume(request, app="allauth.account", action=action, key=email)
