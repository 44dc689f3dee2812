"""The only reader of the process environment; `docs/exploitation.md` documents each name."""

import os
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
SECRET_LENGTH = 50  # characters; below, `check --deploy` warns (security.W009)
YES = {"1", "true", "yes", "oui", "on"}


def text(name: str, default: str | None = None) -> str:
    """Return the variable; without a default, its absence stops the start."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"La variable {name} manque : voir docs/exploitation.md.")
    return value


def secret(name: str) -> str:
    """Return a secret long enough to sign with, or stop the start."""
    value = text(name)
    if len(value) < SECRET_LENGTH:
        raise ImproperlyConfigured(
            f"La variable {name} doit compter au moins {SECRET_LENGTH} caractères : "
            "voir docs/exploitation.md."
        )
    return value


def flag(name: str, *, default: bool = False) -> bool:
    return text(name, "1" if default else "0").lower() in YES


def words(name: str, default: str | None = "") -> list[str]:
    """Return the words of a list separated by commas or spaces."""
    return [word for word in text(name, default).replace(",", " ").split() if word]


def days(name: str, default: int) -> int:
    """Return a number of days, one at least."""
    value = text(name, str(default))
    if not value.isdecimal() or not int(value):
        raise ImproperlyConfigured(f"La variable {name} doit être un nombre de jours.")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """Return a folder, created when missing."""
    path = Path(text(name, str(default)))
    path.mkdir(parents=True, exist_ok=True)
    return path


def database(name: str, data: Path) -> dict:
    """Return Django's description of the database, SQLite in `data` unless the variable says.

    The variable reads `postgresql://user:secret@host:port/name` or `sqlite:////path/to/file`.
    """
    url = text(name, "")
    if not url:
        return _sqlite(data / "passeurs.sqlite3")
    if url.startswith("sqlite:///"):
        return _sqlite(Path(url.removeprefix("sqlite:///")))
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(f"La variable {name} doit commencer par postgresql:// .")
    return _postgresql(parts)


def mailer(name: str, folder: Path) -> dict:
    """Return one of Django's MAILERS: the SMTP server of the variable, or files in `folder`.

    `smtp://` speaks in clear, `smtp+starttls://` turns to TLS, `smtps://` is TLS from the start.
    """
    url = text(name, "")
    if not url:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"BACKEND": backend, "OPTIONS": {"file_path": folder}}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+starttls", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"La variable {name} doit être une adresse smtp:// .")
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"BACKEND": backend, "OPTIONS": _smtp_options(parts)}


def _smtp_options(parts: SplitResult) -> dict:
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+starttls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 20,
    }


def _sqlite(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgresql(parts: SplitResult) -> dict:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "OPTIONS": {"pool": True},
    }
