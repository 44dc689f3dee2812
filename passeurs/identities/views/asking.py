"""Asking for a proof: what the screens of the second factor share."""

from allauth.core.internal import ratelimit
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from passeurs.accounts.views import TOO_MANY
from passeurs.core import proofs
from passeurs.identities import keys
from passeurs.identities.actions.factors import accept_code
from passeurs.identities.entrance import strengthen
from passeurs.identities.forms import KeyForm, SecondFactorForm
from passeurs.identities.queries import has_factor

WRONG_CODE = (
    "Ce code n’est pas le bon, ou il a déjà servi. Attendez que l’application en montre un "
    "autre\u202f; un code de secours ne sert qu’une fois."
)
WRONG_KEY = "Cette clé n’a pas été reconnue. Recommencez, ou tapez un code."


def factor_is_shown(request, form):
    """Whether the request brings a right code or key; the session is stronger for it.

    When it does not, the form says why.
    """
    if "credential" in request.POST:
        problem = "" if _key_is_right(request) else WRONG_KEY
    elif not form.is_valid():
        return False
    else:
        problem = _problem_with(request, form.cleaned_data["code"])
    if problem:
        form.add_error(None, problem)
        return False
    strengthen(request)
    return True


def factor_form(request):
    """The form of a code; a key answers beside it, and leaves the code blank."""
    form = SecondFactorForm(request.POST if request.method == "POST" else None)
    form.fields["code"].required = "credential" not in request.POST
    return form


def waits_for_factor(request):
    """The person has a second factor that this session has not shown."""
    return not proofs.is_strong(request.session) and has_factor(request.user)


def to_second_factor(next_url=""):
    return redirect(reverse("identities:second_factor", query={"next": next_url}))


def may_try(request):
    """Not too many tries for one person."""
    key = f"second-factor:{request.user.pk}"
    return ratelimit.consume(request, app="allauth.account", action="second_factor", key=key)


def _problem_with(request, code):
    if not may_try(request):
        return TOO_MANY
    return "" if accept_code(request.user, code, at=timezone.now()) else WRONG_CODE


def _key_is_right(request):
    form = KeyForm(request.POST)
    if not form.is_valid():
        return False
    row = keys.shown(form.cleaned_data["credential"], request.user)
    if row is None:
        return False
    row.record_usage()
    return True
