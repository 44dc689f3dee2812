"""The words of the reasons: sums, shares, dates and lists as French writes them."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from passeurs.core import typography

QUOTED_LENGTH = 80


def euros(amount: Decimal) -> str:
    """« 4 800 € », « 5 000,01 € »."""
    return str(typography.euros(amount))


def percent(share: Fraction | Decimal, *, limit: Decimal | None = None) -> str:
    """« 60 % », « 43,63 % »: two decimals, without the zeros that end them.

    Next to a `limit` (two decimals at most) rounding never moves the figure across it or onto it:
    as many decimals are written as that takes.
    """
    exact, decimals = Fraction(share), 2
    shown = rounded(exact, decimals=decimals)
    while limit is not None and side(shown, limit) != side(exact, limit):
        decimals += 1
        shown = rounded(exact, decimals=decimals)
    figure = str(typography.number(shown, decimals=decimals)).rstrip("0").rstrip(",")
    return f"{figure} %"


def side(share: Fraction | Decimal, limit: Decimal) -> int:
    """Under the limit, on it or over it: -1, 0 or 1."""
    return (share > limit) - (share < limit)


def rounded(share: Fraction, *, decimals: int) -> Decimal:
    """The share to its decimals, halves upwards."""
    scaled = share * 10**decimals + Fraction(1, 2)
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-decimals)


def calendar_day(day: date) -> str:
    """« 12 septembre 2023 »."""
    return str(typography.french_date(day))


def instant(at: datetime, zone: str) -> str:
    """« samedi 30 septembre 2023 à 23 h 59 min 59 s, heure de Paris »."""
    return str(typography.instant(at, zone))


def counted(count: int, one: str, many: str = "") -> str:
    """« 1 action », « 3 actions »."""
    return str(typography.plural(count, one, many or None))


def listed(items: Iterable[str]) -> str:
    """« a, b et c »."""
    *firsts, last = list(items)
    return f"{', '.join(firsts)} et {last}" if firsts else last


def quoted(name: str) -> str:
    """« the name », cut where it is too long for a sentence."""
    name = " ".join(name.split())
    return f"« {name if len(name) <= QUOTED_LENGTH else name[: QUOTED_LENGTH - 1] + '…'} »"


def sentence(text: str) -> str:
    """The text with no-break spaces where French asks for them."""
    return str(typography.nbsp(text))


def folded(name: str) -> str:
    """A name without accents, case or punctuation, to compare two writings of it."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())
