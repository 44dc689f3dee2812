"""The code under way in a session: asked for, checked, used once.

Only a keyed digest of the code is kept. Times are seconds since the epoch, so that the session
stays plain JSON.
"""

import secrets
from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

KEY = "sign_in"
LIFETIME = timedelta(minutes=15)
MAX_ATTEMPTS = 5
LENGTH = 6


def begin(session, *, email, next_url, at):
    """Start over with a new code, and return it; any code asked for before stops working."""
    code = f"{secrets.randbelow(10**LENGTH):0{LENGTH}}"
    session[KEY] = {
        "email": email,
        "digest": _digest(code, email),
        "expires": (at + LIFETIME).timestamp(),
        "attempts": 0,
        "next": next_url,
    }
    return code


def pending(session):
    """The sign-in under way (email, next…), expired or not, or None."""
    return session.get(KEY)


def is_expired(state, *, at):
    return at.timestamp() > state["expires"] or state["attempts"] >= MAX_ATTEMPTS


def matches(session, typed):
    """Whether the code typed, not expired, is the right one; a wrong one counts as an attempt."""
    state = session[KEY]
    if constant_time_compare(_digest(typed, state["email"]), state["digest"]):
        return True
    session[KEY] = state | {"attempts": state["attempts"] + 1}
    return False


def finish(session):
    """Forget the code and return what it was for."""
    return session.pop(KEY)


def _digest(code, email):
    keyed = salted_hmac("passeurs.accounts.codes", f"{email}:{code}", algorithm="sha256")
    return keyed.hexdigest()
