"""From the rows of an exchange document to model instances: what does not fit is told by its place.

Pure of queries: the communes and films were fetched before.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from passeurs.budgets.chart import LINES, FunderKind
from passeurs.core.refusals import Refused
from passeurs.eligibility.exchange import MAX_SENTENCES, told
from passeurs.eligibility.money import read_line
from passeurs.eligibility.wording import folded, sentence

type Document = Mapping[str, Any]
WHO = ("women", "men", "unspecified")
NAMED = {
    "place_label": "place › label",
    "street": "place › street",
    "declared_qpv": "place › declared_qpv",
    "venue_name": "venue › name",
    "rain_on": "rain_date",
}
WORDS_LENGTH = 200


def as_rows(document: Document, part: str) -> list[Document]:
    """The objects of a list; what is null or absent is no row."""
    return [row for row in document.get(part) or [] if row]


class Loading:
    """One document on its way in: the communes it names, and the faults found so far."""

    def __init__(self, communes: Mapping[str, Any]) -> None:
        self.communes = communes
        self.faults: list[str] = []

    @property
    def holds(self) -> bool:
        """Whether no fault was found: past one, the rest is read for its own, never written."""
        return not self.faults

    def refuse_faults(self) -> None:
        if self.faults:
            raise Refused(*map(sentence, dict.fromkeys(self.faults[:MAX_SENTENCES])))

    def copy(
        self, row: Document, target: Any, *, only: Sequence[str] = (), skip: Sequence[str] = ()
    ) -> None:
        """Set the fields of the model that the row names; null is blank for a text."""
        for field in fields_of(target):
            wanted = field.name in only if only else field.name not in skip
            if wanted and not field.primary_key and field.name in row:
                value = row[field.name]
                is_text = isinstance(field, models.CharField | models.TextField)
                setattr(target, field.name, "" if value is None and is_text else value)

    def keep(self, target: Any, part: str, rank: int = 0, *, only: Sequence[str] = ()) -> Any:
        """The instance with values of the right types; its faults are noted, blanks are not."""
        for field in fields_of(target):
            value = getattr(target, field.attname)
            is_left = field.is_relation or bool(only and field.name not in only)
            if is_left or value in field.empty_values:
                continue
            try:
                setattr(target, field.attname, field.clean(value, target))
            except ValidationError as error:
                self.note(" ".join(error.messages), part, rank, NAMED.get(field.name, field.name))
            if isinstance(value, str) and "\0" in value:
                self.note("ce texte contient un caractère nul.", part, rank, field.name)
        return target

    def note(self, message: str, part: str, rank: int, *names: str) -> None:
        path: tuple[str | int, ...] = (part, rank - 1, *names) if rank else (part, *names)
        self.faults.append(f"{told(path)} : {message[:1].lower()}{message[1:]}")

    def commune(self, row: Document, part: str, rank: int = 0) -> Any:
        code = row.get("insee") or ""
        if code and code not in self.communes:
            names = ("place", "insee") if rank else ("insee",)
            self.note(f"aucune commune n’a le code {code}.", part, rank, *names)
        return self.communes.get(code)

    def bands(self, rows: Iterable[Document]) -> dict[str, dict[str, int | None]]:
        """Numbers by band, « 12-14 »; the same band written twice adds up."""
        found: dict[str, dict[str, int | None]] = {}
        for rank, row in enumerate(rows, start=1):
            if row.get("from") is None:
                self.faults.append(
                    f"{told(('audience', 'bands', rank - 1))} : il faut le premier âge."
                )
                continue
            last = row.get("to")
            counts = found.setdefault(f"{row['from']}-{'' if last is None else last}", {})
            for who in WHO:
                if who in row:
                    counts[who] = added(counts.get(who), row[who])
        return found

    def led_by(self, row: Document, rank: int, people: Mapping[str, Any]) -> list[str]:
        keys = list(dict.fromkeys(row.get("practitioners") or []))
        for key in keys:
            if key not in people:
                message = f"aucune personne n’a le repère « {key} »."
                self.note(message, "actions", rank, "practitioners")
        return [key for key in keys if key in people]

    def film(self, film: Document, action: Document, listed: Mapping[Any, Any]) -> dict[str, Any]:
        """The film of the list with this title, and year when it is told; else the title alone."""
        title = folded(film["title"])
        drawn_from = film.get("list") or action.get("kind")
        if found := listed.get((drawn_from, title, film.get("year"))):
            return {"listed_film": found}
        return {"free_title": film["title"].strip()[:WORDS_LENGTH]}

    def line(self, line: Any, scope: str, rank: int) -> Any:
        if line.code and line.code not in LINES:
            message = f"la ligne « {line.code} » n’est pas dans le plan de comptes."
            self.note(message, "budget", 0, scope, "code")
        return self.keep(line, "budget", rank)


def fields_of(target: Any) -> list[Any]:
    return list(target._meta.concrete_fields)  # noqa: SLF001 - a model's public description


def added(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


def sums(scope: str, rows: Iterable[Document]) -> list[dict[str, Any]]:
    """The lines that have an amount; one written twice becomes one, as the screen holds it.

    Co-funders of the project stay apart, each with its name.
    """
    found: dict[Any, dict[str, Any]] = {}
    for rank, row in enumerate(rows):
        if row.get("amount") is None:
            continue
        line = {**row, "funder_kind": _kind_of(scope, row)}
        of_line = (line.get("side"), line.get("code"), line["funder_kind"])
        key = rank if _is_apart(scope, line) else of_line
        found[key] = _joined(found[key], line) if key in found else line
    return list(found.values())


def _kind_of(scope: str, row: Document) -> str:
    """The kind of funder, where the line or the funder's name tells it by itself."""
    if row.get("funder_kind"):
        return str(row["funder_kind"])
    chart_line = LINES.get(row.get("code") or "")
    known = chart_line.funder_kind if chart_line else ""
    if known or scope == "structure":
        return known
    told_kind = read_line(row).funder_kind
    is_named = bool(chart_line and chart_line.is_cofunder and row.get("funder"))
    return told_kind or (str(FunderKind.STATE) if is_named else "")


def _is_apart(scope: str, line: Document) -> bool:
    return scope == "project" and line["funder_kind"] not in {"", FunderKind.DRAC, FunderKind.OWN}


def _joined(one: dict[str, Any], other: Document) -> dict[str, Any]:
    words = {name: _both(one.get(name), other.get(name)) for name in ("label", "funder")}
    return {**one, **words, "amount": Decimal(str(one["amount"])) + Decimal(str(other["amount"]))}


def _both(one: str | None, other: str | None) -> str:
    parts = dict.fromkeys(part for part in (one, other) if part)
    return ", ".join(parts)[:WORDS_LENGTH]
