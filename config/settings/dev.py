"""A machine of one's own: SQLite, the demonstration, nothing secret."""

from config import env

from .base import *

DEBUG = env.flag("PASSEURS_DEBUG")
SECRET_KEY = "demonstration-only-never-in-production-0123456789abcdef"
ALLOWED_HOSTS = ["*"]
DEMONSTRATION = env.flag("PASSEURS_DEMONSTRATION", default=True)
