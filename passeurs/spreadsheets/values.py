"""What a cell must hold: each reader answers a value, None for an empty cell, or says why not.

A cell is a str, an int, a float, a bool, a date or datetime, or `UNCALCULATED`.
"""

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from passeurs.core.fields import AmountField, FrenchDateField
from passeurs.core.folding import fold
from passeurs.core.typography import number

YES = {"oui", "o", "x", "vrai", "true", "yes", "1"}
NO = {"non", "n", "faux", "false", "no", "0"}
FAULT = re.compile(
    r"#(DIV/0|N/?A|NAME|NOM|NULL|NUM|NOMBRE|REF|VALUE|VALEUR)[!?]?|Err:\d{3}", re.IGNORECASE
)
BEYOND_CENT, EXACT_DIGITS = 6, 15
"""Binary numbers are exact to about the fifteenth digit: 0.1 + 0.2 is thirty cents."""


class Unreadable(Exception):  # noqa: N818 - named after what is told
    """The cell does not hold what its column asks; told in a French sentence."""


class _Uncalculated:
    """A formula whose result the file does not hold."""

    def __repr__(self) -> str:
        return "UNCALCULATED"

    def __str__(self) -> str:
        return "formule sans résultat"


UNCALCULATED = _Uncalculated()

type Reader = Callable[[Any], Any]


def is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_typed(cell: Any) -> str:  # noqa: PLR0911 - one a kind of cell
    """The cell as a person would type it, to show it back; raises Unreadable on a formula
    that has no result or a faulty one.
    """
    _refuse_fault(cell)
    match cell:
        case None:
            return ""
        case bool():
            return "oui" if cell else "non"
        case float():
            return f"{Decimal(repr(cell)):f}".replace(".", ",")
        case datetime() if cell.time() == time():
            return f"{cell:%d/%m/%Y}"
        case datetime():
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case timedelta():
            return _clock(cell)
        case _:
            return str(cell)


def shown(cell: Any) -> str:
    """The cell for a report: as typed, whatever it is."""
    try:
        return as_typed(cell)
    except Unreadable:
        return str(cell)


def text(*, longest: int, required: bool = False) -> Reader:
    """Words in one line, spaces gathered."""

    def read(cell: Any) -> str | None:
        words = " ".join(as_typed(cell).split())
        if len(words) > longest:
            raise Unreadable(
                f"ce texte compte {number(len(words))} signes\u00a0: {longest} au plus"
            )
        _refuse_blank(words, required=required)
        return words or None

    return read


def whole(*, least: int = 0, most: int, required: bool = False) -> Reader:
    """A number without decimals, thousands apart or not."""

    def read(cell: Any) -> int | None:
        typed = re.sub(r"\s", "", as_typed(cell))
        _refuse_blank(typed, required=required)
        if not typed:
            return None
        if not re.fullmatch(r"-?\d{1,18}(,0+)?", typed):
            raise Unreadable(f"«\u00a0{_short(typed)}\u00a0» n’est pas un nombre entier")
        value = int(typed.partition(",")[0])
        if not least <= value <= most:
            raise Unreadable(f"{value} n’est pas entre {least} et {most}")
        return value

    return read


def amount(cell: Any) -> Decimal | None:
    """A sum in euros; « 1 234,50 € » and 1234.5 are the same."""
    if isinstance(cell, bool | date | timedelta | time):
        raise Unreadable(f"«\u00a0{shown(cell)}\u00a0» n’est pas un montant")
    if isinstance(cell, float):
        _refuse_fault(cell)
        exact = Decimal(repr(cell))
        cell = f"{round(exact, BEYOND_CENT) if exact.adjusted() < EXACT_DIGITS else exact:f}"
    return _through(AmountField(required=False), as_typed(cell))


def day(cell: Any) -> date | None:
    """A date of the calendar, or one written in French."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return _through(FrenchDateField(required=False), as_typed(cell).strip())


def yes_no(cell: Any) -> bool | None:
    """« oui », « x », « 1 » or a ticked box; « non »; nothing says nothing."""
    word = fold(as_typed(cell))
    if word in YES | NO:
        return word in YES
    if word:
        raise Unreadable(f"«\u00a0{_short(as_typed(cell))}\u00a0»\u00a0: écrivez oui ou non")
    return None


def among(choices: Collection[tuple[str, str]]) -> Reader:
    """One code of a list, by its code or its label, accents aside."""
    codes = {fold(name): code for code, label in choices for name in (code, label)}

    def read(cell: Any) -> str | None:
        word = fold(as_typed(cell))
        if word and word not in codes:
            known = ", ".join(label for _, label in choices)
            raise Unreadable(
                f"«\u00a0{_short(as_typed(cell))}\u00a0»\u00a0: choisissez parmi {known}"
            )
        return codes[word] if word else None

    return read


def _refuse_blank(typed: str, *, required: bool) -> None:
    if required and not typed:
        raise Unreadable("cette cellule est vide, elle est nécessaire")


def _through(field: Any, typed: str) -> Any:
    """A form's own field: the same reading and the same sentences as on the screen."""
    try:
        return field.clean(typed)
    except ValidationError as error:
        raise Unreadable(" ".join(error.messages).rstrip(".")) from error


def _refuse_fault(cell: Any) -> None:
    if cell is UNCALCULATED:
        raise Unreadable(
            "cette formule n’a pas de résultat enregistré\u00a0: ouvrez le fichier dans un "
            "tableur, enregistrez-le, puis envoyez-le de nouveau"
        )
    if isinstance(cell, str) and FAULT.fullmatch(cell.strip()):
        raise Unreadable(f"cette formule donne une erreur ({cell.strip()})")
    if isinstance(cell, float) and not Decimal(repr(cell)).is_finite():
        raise Unreadable("ce nombre n’en est pas un")


def _clock(lasting: timedelta) -> str:
    minutes = int(lasting.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def _short(typed: str) -> str:
    return typed if len(typed) <= 40 else f"{typed[:39]}…"  # noqa: PLR2004 - fits a line
