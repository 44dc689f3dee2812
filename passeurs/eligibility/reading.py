"""Tolerant readers of a document: what is absent or unreadable is None, never a guess."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

# Those of docs/dossier.schema.json: an instant of year 1 does not exist in every time zone.
YEARS = range(1900, 2200)
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")

type Document = Mapping[str, Any]


def part(document: Document, key: str) -> Document:
    """The object under `key`, empty when there is none."""
    found = document.get(key)
    return found if isinstance(found, Mapping) else {}


def rows(document: Document, key: str) -> list[Document]:
    """The objects listed under `key`, in their order."""
    found = document.get(key)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def words(document: Document, key: str) -> tuple[str, ...]:
    """The texts listed under `key`, without blanks."""
    found = document.get(key)
    items: Iterable[Any] = found if isinstance(found, list) else ()
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())


def text(document: Document, key: str) -> str:
    found = document.get(key)
    return found.strip() if isinstance(found, str) else ""


def flag(document: Document, key: str) -> bool | None:
    found = document.get(key)
    return found if isinstance(found, bool) else None


def whole(document: Document, key: str) -> int | None:
    """A whole number; JSON also writes 12 as 12.0."""
    found = document.get(key)
    if isinstance(found, float) and found.is_integer():
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def amount(document: Document, key: str) -> Decimal | None:
    """An exact sum in euros, written "4800.00" or as whole euros."""
    euros = whole(document, key)
    written = text(document, key) if euros is None else str(euros)
    return Decimal(written) if AMOUNT.fullmatch(written) else None


def day(document: Document, key: str) -> date | None:
    found = moment(document, key)
    return found.date() if found else None


def moment(document: Document, key: str) -> datetime | None:
    """An instant; naive when the document gives no offset, None out of the years of the format."""
    try:
        found = datetime.fromisoformat(text(document, key))
    except ValueError:
        return None
    return found if found.year in YEARS else None
