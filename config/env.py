"""The only reader of the process environment; `docs/exploitation.md` documents each name."""

import os
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

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


def megabytes(name: str, default: int) -> int:
    """Return a number of bytes, from a number of megabytes, one at least."""
    value = text(name, str(default))
    if not value.isdecimal() or not int(value):
        raise ImproperlyConfigured(f"La variable {name} doit être un nombre de mégaoctets.")
    return int(value) * 1_000_000


def address(name: str, default: str = "") -> str:
    """Return the address of an outside service; an empty variable switches the service off."""
    value = text(name, default).strip()
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ImproperlyConfigured(f"La variable {name} doit être une adresse https:// .")
    return value


def addresses(name: str) -> dict[str, str]:
    """Return addresses by name, from words that read `FRR-2025=https://…`."""
    found = {}
    for word in words(name):
        key, equals, value = word.partition("=")
        if not equals or urlsplit(value).scheme not in {"http", "https"}:
            raise ImproperlyConfigured(f"La variable {name} s’écrit NOM-ANNÉE=https://… .")
        found[key] = value
    return found


def origin(url: str) -> list[str]:
    """Return the origin of an address as a security policy names it, or nothing."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


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


def identity_provider() -> dict | None:
    """Return what ProConnect asks of its clients; None where no issuer is named."""
    issuer = text("PASSEURS_PROCONNECT_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" or not parts.hostname:
        raise ImproperlyConfigured(
            "La variable PASSEURS_PROCONNECT_ISSUER doit commencer par https:// ."
        )
    return {
        "issuer": issuer,
        "origin": f"https://{parts.netloc}",
        "client_id": text("PASSEURS_PROCONNECT_CLIENT_ID"),
        "secret": text("PASSEURS_PROCONNECT_SECRET"),
        "acr_values": text("PASSEURS_PROCONNECT_ACR", "eidas1"),
    }


def scanner(name: str) -> str | tuple[str, int] | None:
    """Return where clamd listens: a socket's path, a host and its port, or None.

    The variable reads `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`.
    """
    url = text(name, "")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path and not parts.netloc:
        return parts.path
    if parts.scheme == "tcp" and parts.hostname:
        return parts.hostname, parts.port or 3310
    raise ImproperlyConfigured(f"La variable {name} doit être une adresse tcp:// ou unix:/// .")


def storage(name: str) -> dict:
    """Return Django's description of where files are kept: a folder, or the variable's bucket.

    `s3://key:secret@host/bucket?region=fr-par`, or `s3+http://` in clear. Links end after a minute;
    what does not answer is given up soon, so that a page says it.
    """
    url = text(name, "")
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme not in {"s3", "s3+http"} or not (parts.hostname and bucket and parts.password):
        raise ImproperlyConfigured(
            f"La variable {name} doit être une adresse s3://clé:secret@hôte/seau ."
        )
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _s3_options(parts, bucket)}


def _s3_options(parts: SplitResult, bucket: str) -> dict:
    from botocore.config import Config  # noqa: PLC0415 - folders do without it

    scheme = "http" if parts.scheme == "s3+http" else "https"
    port = f":{parts.port}" if parts.port else ""
    region = dict(parse_qsl(parts.query)).get("region", "us-east-1")
    return {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "endpoint_url": f"{scheme}://{parts.hostname}{port}",
        "bucket_name": bucket,
        "region_name": region,
        "default_acl": None,
        "file_overwrite": False,
        "querystring_expire": 60,
        "max_memory_size": 2_000_000,
        "client_config": Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=3,
            read_timeout=20,
            retries={"total_max_attempts": 2},
        ),
    }


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
        "CONN_MAX_AGE": 60,  # seconds: opening anew costs a page more than its queries
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
