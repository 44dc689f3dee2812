"""The code under way in a session: asked for, checked, used once.

Each use has its `key` in the session: entering, confirming an act. Only a keyed digest of the
code is kept. Times are seconds since the epoch, so that the session stays plain JSON.
"""

import secrets
from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

KEY = "sign_in"
LIFETIME = timedelta(minutes=15)
MAX_ATTEMPTS = 5
LENGTH = 6


def begin(session, *, email, next_url, at, key=KEY):
    """Start over with a new code, and return it; any code asked for before stops working."""
    code = f"{secrets.randbelow(10**LENGTH):0{LENGTH}}"
    session[key] = {
        "email": email,
        "digest": _digest(code, email),
        "expires": (at + LIFETIME).timestamp(),
        "attempts": 0,
        "next": next_url,
    }
    return code


def pending(session, key=KEY):
    """The sign-in under way (email, next…), expired or not, or None."""
    return session.get(key)


def is_expired(state, *, at):
    return at.timestamp() > state["expires"] or state["attempts"] >= MAX_ATTEMPTS


def matches(session, typed, key=KEY):
    """Whether the code typed, not expired, is the right one; a wrong one counts as an attempt."""
    state = session[key]
    if constant_time_compare(_digest(typed, state["email"]), state["digest"]):
        return True
    session[key] = state | {"attempts": state["attempts"] + 1}
    return False


def finish(session, key=KEY):
    """Forget the code and return what it was for."""
    return session.pop(key)


def _digest(code, email):
    keyed = salted_hmac("passeurs.accounts.codes", f"{email}:{code}", algorithm="sha256")
    return keyed.hexdigest()
