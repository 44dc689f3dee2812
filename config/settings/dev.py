"""A machine of one's own: SQLite, the demonstration, nothing secret."""

from config import env

from .base import *  # noqa: F403

DEBUG = env.flag("PASSEURS_DEBUG", default=False)
SECRET_KEY = "demonstration-only-never-in-production-0123456789abcdef"
ALLOWED_HOSTS = ["*"]
DEMONSTRATION = True
if not env.text("PASSEURS_SMTP_HOST", ""):
    MAILERS["wire"] = {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}  # noqa: F405
