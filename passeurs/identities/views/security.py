"""« Sécurité »: one’s second factors, and where one is signed in."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.proofs import recent_proof_required
from passeurs.identities.actions.arrivals import close_other_sessions, close_session
from passeurs.identities.queries import codes_left_of, factors_of, must_be_strong, sessions_of


@never_cache
@require_safe
def security(request):
    require(request.user, "account")
    now = timezone.now()
    factors = factors_of(request.user)
    context = {
        "application": next((row for row in factors if row.type == row.Type.TOTP), None),
        "keys": [row for row in factors if row.type == row.Type.WEBAUTHN],
        "codes_left": codes_left_of(request.user),
        "is_owed": must_be_strong(request.user, at=now),
        "sessions": sessions_of(request.user, at=now),
        "here": request.session.session_key,
    }
    return render(request, "identities/security.html", context)


@require_POST
@recent_proof_required
def session_close(request, pk):
    require(request.user, "account")
    now = timezone.now()
    opened = get_object_or_404(sessions_of(request.user, at=now), pk=pk)
    close_session(opened, by=request.user, at=now)
    messages.success(request, "Cette session est fermée.")
    return redirect("identities:security")


@require_POST
@recent_proof_required
def sessions_close(request):
    require(request.user, "account")
    key = request.session.session_key
    count = close_other_sessions(request.user, kept=key, at=timezone.now())
    said = "Les autres sessions sont fermées." if count else "Il n’y en avait pas d’autre."
    messages.success(request, said)
    return redirect("identities:security")
