"""Setting a second factor up, and taking one away."""

from functools import wraps

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.landing import safe_next
from passeurs.core.proofs import recent_proof_required
from passeurs.core.refusals import Refused
from passeurs.identities import keys
from passeurs.identities.actions import factors
from passeurs.identities.entrance import strengthen
from passeurs.identities.forms import ApplicationForm, NewKeyForm
from passeurs.identities.queries import factors_of, must_be_strong, recovery_codes_of
from passeurs.identities.sealing import SecondFactorAdapter
from passeurs.identities.views.asking import WRONG_KEY, to_second_factor, waits_for_factor

UNDER_WAY = "totp_under_way"  # its secret, in the session
CODES_FILE = "codes-de-secours-passeurs.txt"


def own_factors(view):
    """A person changes their own factors: with the one they have, and a fresh proof."""

    @wraps(view)
    @never_cache
    @recent_proof_required
    def guarded(request, *args, **kwargs):
        require(request.user, "account")
        if waits_for_factor(request):
            return to_second_factor(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@own_factors
def application(request):
    """Scan the picture, type the code: the application is set."""
    secret = request.session.setdefault(UNDER_WAY, generate_totp_secret())
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            factors.add_application(request.user, secret, code, at=timezone.now())
            del request.session[UNDER_WAY]
            return _is_set(request)
        except Refused as refusal:
            form.add_error("code", " ".join(refusal.reasons))
    link = SecondFactorAdapter().build_totp_url(request.user, secret)
    context = {"form": form, "link": link, "secret": secret, "next": safe_next(request)}
    status = 422 if form.is_bound else 200
    return render(request, "identities/application.html", context, status=status)


@require_http_methods(["GET", "POST"])
@own_factors
def key(request):
    """Make a key on this device, or on one that is plugged in or near."""
    form = NewKeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _add_key(request, form)
            return _is_set(request)
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
    options = keys.registration_options(request.user)
    context = {"form": form, "options": options, "next": safe_next(request)}
    status = 422 if form.is_bound else 200
    return render(request, "identities/key.html", context, status=status)


@require_POST
@own_factors
def remove(request, pk):
    row = get_object_or_404(factors_of(request.user), pk=pk)
    now = timezone.now()
    try:
        is_owed = must_be_strong(request.user, at=now)
        factors.remove_factor(row, by=request.user, at=now, is_owed=is_owed)
        messages.success(request, "C’est retiré.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("identities:security")


@require_http_methods(["GET", "POST"])
@own_factors
def recovery_codes(request):
    """The codes, until they are said to be kept."""
    if request.method == "POST":
        factors.keep_codes(request.user)
        return redirect(safe_next(request) or "identities:security")
    shown = factors.codes_to_show(request.user)
    if not shown:
        return redirect("identities:security")
    context = {"codes": shown, "next": safe_next(request)}
    return render(request, "identities/codes.html", context)


@require_safe
@own_factors
def codes_file(request):
    """The same codes, to keep in a file."""
    shown = factors.codes_to_show(request.user)
    if not shown:
        return redirect("identities:security")
    lines = ["Passeurs, codes de secours", request.user.email, "", *shown, ""]
    answer = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{CODES_FILE}"'
    return answer


@require_POST
@own_factors
def renew_codes(request):
    if not factors_of(request.user).exists():
        return redirect("identities:security")
    factors.make_recovery_codes(request.user, at=timezone.now())
    return redirect("identities:codes")


def _add_key(request, form):
    credential = form.cleaned_data["credential"]
    if not keys.is_registered(credential):
        raise Refused(WRONG_KEY)
    factors.add_key(request.user, form.cleaned_data["name"], credential, at=timezone.now())


def _is_set(request):
    """The session is as strong as the new factor; the first one comes with recovery codes."""
    strengthen(request)
    if recovery_codes_of(request.user) is None:
        factors.make_recovery_codes(request.user, at=timezone.now())
        return redirect(reverse("identities:codes", query={"next": safe_next(request)}))
    messages.success(request, "Le second facteur est réglé.")
    return redirect(safe_next(request) or "identities:security")
