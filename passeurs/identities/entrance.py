"""What entering leaves in the session, and cycling its key when it becomes worth more."""

from secrets import token_urlsafe

from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from passeurs.core import proofs
from passeurs.identities.actions.arrivals import open_session, see_session, welcome_device
from passeurs.identities.families import family_of
from passeurs.identities.queries import has_factor
from passeurs.identities.sealing import keyed_digest
from passeurs.notifications.queries import dead_address

COOKIE = "appareil"
COOKIE_AGE = 400 * 24 * 3600  # the longest a browser keeps one
SEEN = "seen_at"
SEEN_EVERY = 3600  # seconds
GIVEN_BACK = (
    "Des courriels envoyés à votre adresse nous sont revenus. "
    '<a href="{}">Voir ce qu’il en est</a>.'
)


def arrive(request, user, response):
    """The person has just entered: note the session and the browser, and what they owe."""
    now = timezone.now()
    device = request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or token_urlsafe(24)
    family = family_of(request.headers.get("User-Agent", ""))
    welcome_device(user, keyed_digest(COOKIE, device), family, at=now)
    keep_session(request, user)
    proofs.prove(request.session, at=now)
    if has_factor(user):
        proofs.owe(request.session)
    if dead_address(user.email):
        page = reverse("notifications:choices")
        messages.warning(request, format_html(GIVEN_BACK, page))
    response.set_signed_cookie(
        COOKIE,
        device,
        salt=COOKIE,
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def keep_session(request, user):
    """Write the session of this request down among the person's own."""
    now = timezone.now()
    if not request.session.session_key:
        request.session.save()
    family = family_of(request.headers.get("User-Agent", ""))
    open_session(user, request.session.session_key, family, at=now)
    request.session[SEEN] = now.timestamp()


def strengthen(request):
    """The second factor was shown: the session is worth more, and changes its key."""
    request.session.cycle_key()
    keep_session(request, request.user)
    proofs.strengthen(request.session, at=timezone.now())


def see(request):
    """Once an hour, note that the session is in use."""
    now = timezone.now()
    seen = request.session.get(SEEN)
    if seen is not None and seen < now.timestamp() - SEEN_EVERY:
        request.session[SEEN] = now.timestamp()
        see_session(request.session.session_key, at=now)
