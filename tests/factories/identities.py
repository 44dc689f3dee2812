"""People with a second factor, and what their application says at an instant."""

import base64
import hashlib
import hmac
import struct
from datetime import timedelta

from django.utils import timezone

from passeurs.identities.actions import factors

SECRET = base64.b32encode(b"vingt octets de test").decode()


def totp(secret=SECRET, *, at=None, shift=0):
    """The code of RFC 6238, computed here and not by what is tested."""
    counter = int((at or timezone.now()).timestamp()) // 30 + shift
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def with_application(user, *, at=None):
    """Give `user` an application, set up long enough ago for its codes to serve now."""
    at = at or timezone.now() - timedelta(hours=1)
    factors.add_application(user, SECRET, totp(at=at), at=at)
    factors.make_recovery_codes(user, at=at)
    return user
