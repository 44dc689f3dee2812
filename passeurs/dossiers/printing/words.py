"""Values of the exchange document as a reader says them; an absent value is an empty string."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from passeurs.core.typography import NBSP, euros, french_date, nbsp, percent

Document = Mapping[str, Any]


def money(value: Any) -> str:
    return "" if value in (None, "") else euros(Decimal(str(value)))


def day(value: str | None) -> str:
    return french_date(date.fromisoformat(value[:10])) if value else ""


def period(start: str | None, end: str | None) -> str:
    """« du 8 avril 2024 au 12 avril 2024 », one date alone, or nothing."""
    if start and end and start != end:
        return f"du {day(start)} au {day(end)}"
    return day(start or end)


def share(value: Any) -> str:
    return "" if value in (None, "") else percent(Decimal(str(value)))


def count(value: Any) -> str:
    return "" if value in (None, "") else str(value).removesuffix(".00").replace(".", ",")


def yes_no(value: bool | None) -> str:
    return "" if value is None else ("oui" if value else "non")


def label(choices: Any, code: str | None) -> str:
    """The label of a code in an enumeration; a code it does not know is shown as it is."""
    return dict(choices.choices).get(code or "", code or "")


def labels(choices: Any, codes: Iterable[str] | None) -> str:
    return ", ".join(label(choices, code) for code in codes or ())


def listed(rows: Iterable[Mapping[str, Any]], codes: Iterable[str] | None) -> str:
    """The labels of an edition's own list (`code`, `label`), in the order of the codes."""
    known = {row["code"]: row["label"] for row in rows}
    return ", ".join(known.get(code, code) for code in codes or ())


def person_name(person: Mapping[str, Any] | None) -> str:
    person = person or {}
    return f"{person.get('first_name', '')} {person.get('last_name', '')}".strip()


def address(holder: Mapping[str, Any]) -> str:
    town = f"{holder.get('postcode', '')} {holder.get('city', '')}".strip()
    return "\n".join(part for part in (holder.get("street", ""), town) if part)


def siret(number: str | None) -> str:
    """« 123 456 789 00012 »."""
    number = number or ""
    if len(number) != 14:  # noqa: PLR2004 - a SIRET has fourteen figures
        return number
    return NBSP.join((number[:3], number[3:6], number[6:9], number[9:]))


def sentence(text: str) -> str:
    return nbsp(text or "")
