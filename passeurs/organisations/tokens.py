"""The token of a link, of which only a digest is kept."""

import hashlib


def digest_of(token: str) -> str:
    """A token of 256 random bits needs no salt: nobody guesses it, a table of them says nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
