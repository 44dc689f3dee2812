"""Secrets kept in the database are unreadable without the key of the installation."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def _box():
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (sha256(f"passeurs.identities:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def keyed_digest(salt, text):
    """A digest that nobody computes without the key of the installation."""
    return salted_hmac(f"passeurs.identities.{salt}", text, algorithm="sha256").hexdigest()


class SecondFactorAdapter(DefaultMFAAdapter):
    """What allauth asks of us to keep and to name second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Cette clé n’a pas été reconnue.",
    }

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self):
        return "Passeurs"

    def _get_site_name(self):
        return "Passeurs"
