"""The only reader of the process environment."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


def text(name, default=None):
    """The variable as text; without a default, its absence stops the start."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"La variable {name} manque : voir docs/exploitation.md."
        )
    return value


def flag(name, default=False):
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "oui", "on"}


def number(name, default=None):
    return int(text(name, None if default is None else str(default)))


def words(name, default=""):
    return [word for word in text(name, default).replace(",", " ").split() if word]


def folder(name, default):
    """A folder, created when missing."""
    path = Path(text(name, str(default)))
    path.mkdir(parents=True, exist_ok=True)
    return path


def database():
    """SQLite in `var/` unless PASSEURS_DATABASE names a PostgreSQL (postgresql://user:secret@host:port/name)."""
    url = text("PASSEURS_DATABASE", "")
    if not url:
        return _sqlite(folder("PASSEURS_DATA", ROOT / "var") / "passeurs.sqlite3")
    if url.startswith("sqlite:///"):
        return _sqlite(Path(url.removeprefix("sqlite:///")))
    return _postgresql(url)


def _sqlite(path):
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgresql(url):
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "OPTIONS": {"pool": True},
    }
