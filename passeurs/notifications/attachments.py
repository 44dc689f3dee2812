"""What a message carries, named when it is written and made when it leaves.

A row holds the name of a builder and its arguments, never bytes: a PDF is not made while the
transaction of the deed holds the database. The names are those of the setting
`MAIL_ATTACHMENTS`, so that a row can have nothing else imported or called.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


class Unbuilt(Exception):  # noqa: N818 - said of a message
    """An attachment could not be made; `__cause__` says why."""


@dataclass(frozen=True)
class File:
    """What a builder returns; `content_type` is a MIME type."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Attachment:
    """A promise: `Attachment("dossiers.receipt", [snapshot.pk])`; arguments are JSON values."""

    builder: str
    arguments: Sequence[Any] = ()


def as_rows(attachments: Iterable[Attachment]) -> list[dict[str, Any]]:
    """What the message keeps. Raises ImproperlyConfigured for a builder nobody declared."""
    for one in attachments:
        _builder(one.builder)
    return [{"builder": one.builder, "arguments": list(one.arguments)} for one in attachments]


def build(rows: Iterable[Mapping[str, Any]]) -> list[File]:
    """The files, made now. Raises Unbuilt, whatever went wrong."""
    try:
        return [_builder(row["builder"])(*row["arguments"]) for row in rows]
    except Exception as error:
        raise Unbuilt from error


def _builder(name: str) -> Callable[..., File]:
    try:
        return import_string(settings.MAIL_ATTACHMENTS[name])
    except KeyError:
        raise ImproperlyConfigured(f"MAIL_ATTACHMENTS ne connaît pas « {name} ».") from None
