"""The real thing: refuses to start when a secret is missing or the demonstration is asked for."""

from django.core.exceptions import ImproperlyConfigured

from config import env

from .base import *
from .base import INSTALLED_APPS as EVERY_APP

if env.flag("PASSEURS_DEMONSTRATION"):
    raise ImproperlyConfigured(
        "Le mode démonstration laisse entrer n’importe qui : il est refusé en production."
    )
INSTALLED_APPS = [app for app in EVERY_APP if app != "passeurs.demonstration"]

SECRET_KEY = env.secret("PASSEURS_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("PASSEURS_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("PASSEURS_HOSTS", None)
CSRF_TRUSTED_ORIGINS = env.words("PASSEURS_TRUSTED_ORIGINS")
for needed in ("PASSEURS_DATABASE", "PASSEURS_SMTP_URL", "PASSEURS_EMAIL_FROM"):
    env.text(needed)
SITE_URL = env.text("PASSEURS_SITE_URL").rstrip("/")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^sante/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.flag("PASSEURS_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else every visitor has the proxy's address, and its limits
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
