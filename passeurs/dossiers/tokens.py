"""The token of a partner's link: random, signed for this one purpose, kept only as a digest.

The signature turns forged addresses away before any question to the database; the digest in the
base is of no use to who reads it.
"""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer

SIZE = 32  # bytes of chance
SEPARATOR = "."
_SIGNER = Signer(salt="dossiers.partner", sep=SEPARATOR)


def new_token() -> tuple[str, str]:
    """What goes into an address and nowhere else, and the digest that the base keeps of it."""
    secret = secrets.token_urlsafe(SIZE)
    return str(_SIGNER.sign(secret)), _digest(secret)


def digest_of(token: str) -> str | None:
    """What the base keeps of a token; None for one that we never gave."""
    try:
        secret = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return _digest(secret)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
