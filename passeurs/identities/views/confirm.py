"""« C’est bien vous ? »: a fresh proof before a sensitive act, which is then taken up again."""

from urllib.parse import parse_qsl

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from passeurs.accounts import codes
from passeurs.accounts.actions import send_code
from passeurs.accounts.forms import CodeForm
from passeurs.accounts.views import EXPIRED, TOO_MANY, WRONG_CODE
from passeurs.core import proofs
from passeurs.core.access import require
from passeurs.core.landing import safe_next
from passeurs.core.refusals import Refused
from passeurs.identities import keys
from passeurs.identities.forms import SecondFactorForm
from passeurs.identities.queries import has_factor
from passeurs.identities.views.asking import factor_form, factor_is_shown, may_try

KEY = "confirm"  # of the e-mailed code, in the session
TAKEN_UP = "taken_up"
LOST_FILES = "Les fichiers ne peuvent pas attendre\u00a0: joignez-les de nouveau."


def ask(request):
    """Ask for the proof that `core.proofs` wants, and keep what was sent meanwhile."""
    here = request.get_full_path()
    if request.FILES:
        messages.warning(request, LOST_FILES)
    if request.method != "POST" or request.FILES:
        return redirect(reverse("identities:confirm", query={"next": here}))
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    sent[TAKEN_UP] = "1"  # so that a button alone is taken up too
    return _page(request, here, sent.urlencode(), status=403)


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request):
    require(request.user, "account")
    next_url = safe_next(request) or settings.LOGIN_REDIRECT_URL
    kept = request.POST.get("kept", "")
    if request.method == "GET":
        return _page(request, next_url, kept)
    if "send" in request.POST:
        return _send(request, next_url, kept)
    form = factor_form(request) if has_factor(request.user) else CodeForm(request.POST)
    if not _is_right(request, form):
        return _page(request, next_url, kept, form=form, status=422)
    if not kept:
        return redirect(next_url)
    context = {"next": next_url, "fields": parse_qsl(kept, keep_blank_values=True)}
    return render(request, "identities/take_up.html", context)


def _send(request, next_url, kept):
    """E-mail a code to whoever has no second factor."""
    form = CodeForm(data={})
    form.errors.clear()
    if not may_try(request):
        form.add_error(None, TOO_MANY)
        return _page(request, next_url, kept, form=form, status=429)
    email, now = request.user.email, timezone.now()
    code = codes.begin(request.session, email=email, next_url="", at=now, key=KEY)
    try:
        send_code(email, code)
    except Refused as refusal:
        form.add_error(None, " ".join(refusal.reasons))
        return _page(request, next_url, kept, form=form, status=503)
    return _page(request, next_url, kept)


def _is_right(request, form):
    if isinstance(form, SecondFactorForm):
        return factor_is_shown(request, form)
    if not form.is_valid():
        return False
    if problem := _problem_with(request, form.cleaned_data["code"]):
        form.add_error(None, problem)
        return False
    codes.finish(request.session, KEY)
    proofs.prove(request.session, at=timezone.now())
    return True


def _problem_with(request, code):
    state = codes.pending(request.session, KEY)
    if state is None or codes.is_expired(state, at=timezone.now()):
        return EXPIRED
    if not may_try(request):
        return TOO_MANY
    return "" if codes.matches(request.session, code, KEY) else WRONG_CODE


def _page(request, next_url, kept, *, form=None, status=200):
    with_factor = has_factor(request.user)
    context = {
        "next": next_url,
        "kept": kept,
        "with_factor": with_factor,
        "challenge": keys.challenge_for(request.user) if with_factor else None,
        "form": form or (SecondFactorForm() if with_factor else CodeForm()),
        "is_awaited": codes.pending(request.session, KEY) is not None,
    }
    return render(request, "identities/confirm.html", context, status=status)
