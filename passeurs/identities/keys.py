"""Passkeys (WebAuthn): the challenge under way is in the session, and serves once.

What a browser answers is hostile until verified: whatever is wrong with it, the answer is None.
"""

from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError

from passeurs.identities.queries import KEY, factors_of

WRONG = (AttributeError, InvalidSignature, KeyError, TypeError, ValidationError, ValueError)


def registration_options(user):
    """What the browser needs to make a key for this person, one that also signs in alone."""
    return auth.begin_registration(user, passwordless=True)


def is_registered(credential):
    """Whether the browser has made the key asked for, its holder having unlocked it."""
    try:
        auth.parse_registration_response(credential)
        return auth.complete_registration(credential).is_user_verified()
    except WRONG:
        return False
    finally:
        auth.clear_state()


def challenge(user=None):
    """What the browser needs to show a key: one of this person’s, or any when nobody is named."""
    return auth.begin_authentication(user)


def challenge_for(user):
    """A challenge, or None for a person who has no key."""
    return challenge(user) if factors_of(user).filter(type=KEY).exists() else None


def shown(credential, user=None):
    """The key that answered the challenge, of `user` or of whoever it says; None when wrong."""
    try:
        auth.parse_authentication_response(credential)
        owner = user or auth.extract_user_from_response(credential)
        return auth.complete_authentication(owner, credential)
    except WRONG:
        return None
    finally:
        auth.clear_state()
