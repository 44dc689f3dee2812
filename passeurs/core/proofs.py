"""What a session has proved: a second factor, and how long ago the person last proved who they are.

Marks of the session alone, so that any application may ask for a fresh proof
(`recent_proof_required`) without knowing how it is given: `settings.PROOF_VIEW` asks for it.
"""

from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

FRESH = timedelta(minutes=15)
STRONG = "strong_at"
OWED = "second_factor_owed"
PROVED = "proved_at"


def strengthen(session, *, at):
    """The second factor was shown just now."""
    session[STRONG] = at.timestamp()
    session.pop(OWED, None)
    prove(session, at=at)


def owe(session):
    """Remember that a second factor exists, and was not shown yet."""
    session[OWED] = True


def prove(session, *, at):
    """The person proved who they are just now, by whatever means they have."""
    session[PROVED] = at.timestamp()


def is_strong(session):
    return STRONG in session


def owes(session):
    return OWED in session


def is_recent(session, *, at):
    return session.get(PROVED, 0) > (at - FRESH).timestamp()


def recent_proof_required(view):
    """A sensitive act: whoever has not proved who they are for a while does so first.

    A form already sent is carried through the proof, and taken up again after it.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if is_recent(request.session, at=timezone.now()):
            return view(request, *args, **kwargs)
        return import_string(settings.PROOF_VIEW)(request)

    return guarded
