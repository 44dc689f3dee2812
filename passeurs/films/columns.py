"""The columns a list of films may have, and how their headings are guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from passeurs.core.folding import fold
from passeurs.spreadsheets import values
from passeurs.spreadsheets.values import Unreadable

from .enums import Audience, Genre, Version

CLOCK = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{1,2})?\s*(?:m(?:i?n)?\.?|:\d\d)?", re.IGNORECASE)
MINUTES = re.compile(r"(\d{1,4})\s*(?:m(?:i?n(?:utes?)?)?\.?|')?", re.IGNORECASE)
LONGEST_FILM = 1_000
VERSIONS = {
    "vf": Version.FRENCH,
    "francais": Version.FRENCH,
    "version francaise": Version.FRENCH,
    "vo": Version.SUBTITLED,
    "vost": Version.SUBTITLED,
    "vostf": Version.SUBTITLED,
    "vostfr": Version.SUBTITLED,
    "version originale sous titree": Version.SUBTITLED,
    "muet": Version.WORDLESS,
    "sans paroles": Version.WORDLESS,
    "sans dialogue": Version.WORDLESS,
}
ADDRESS = URLValidator(schemes=["http", "https"])


def duration(cell: Any) -> int | None:
    """« 92 », « 1h32 », « 92 min », 1:32 or a time of the day, in minutes."""
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, timedelta):
        return int(cell.total_seconds()) // 60
    typed = values.as_typed(cell).strip()
    if not typed:
        return None
    if match := CLOCK.fullmatch(typed):
        minutes = int(match[1]) * 60 + int(match[2] or 0)
    elif match := MINUTES.fullmatch(typed):
        minutes = int(match[1])
    else:
        raise Unreadable(
            f"«\u00a0{typed[:40]}\u00a0» n’est pas une durée\u00a0: écrivez 92 ou 1 h 32"
        )
    if not 0 < minutes <= LONGEST_FILM:
        raise Unreadable(f"une durée de {minutes} minutes n’est pas possible")
    return minutes


def visa(cell: Any) -> str | None:
    """The number alone: « n° 153 261 » → « 153261 »."""
    typed = re.sub(r"[\s.]|n°|no\b|visa", "", values.as_typed(cell), flags=re.IGNORECASE)
    if len(typed) > 20:  # noqa: PLR2004 - the column's length
        raise Unreadable("ce numéro de visa est trop long")
    return typed or None


def versions(cell: Any) -> list[str] | None:
    """« VF, VOST » → codes; a word that is none of them is refused."""
    words = [fold(word) for word in re.split(r"[,;/+&]|\bet\b", values.as_typed(cell))]
    named = [word for word in words if word]
    unknown = [word for word in named if word not in VERSIONS]
    if unknown:
        raise Unreadable(f"«\u00a0{unknown[0][:40]}\u00a0»\u00a0: écrivez VF, VOST ou muet")
    return sorted({str(VERSIONS[word]) for word in named}) or None


def address(cell: Any) -> str | None:
    typed = values.as_typed(cell).strip()
    if not typed:
        return None
    try:
        ADDRESS(typed)
    except ValidationError:
        raise Unreadable(f"«\u00a0{typed[:40]}\u00a0» n’est pas une adresse web") from None
    return typed


@dataclass(frozen=True)
class Target:
    """A fact of a film: its name in the model, its label, the headings it is known by (folded)."""

    name: str
    label: str
    read: values.Reader
    headings: tuple[str, ...] = ()
    is_required: bool = False

    def suits(self, heading: str) -> bool:
        return heading == fold(self.label) or heading in self.headings


TARGETS = (
    Target(
        "title",
        "Titre",
        values.text(longest=200, required=True),
        ("film", "titre du film", "titre francais", "titre fr", "oeuvre"),
        is_required=True,
    ),
    Target("original_title", "Titre original", values.text(longest=200), ("titre vo",)),
    Target(
        "directors",
        "Réalisation",
        values.text(longest=300),
        (
            "realisateur",
            "realisatrice",
            "realisateur s",
            "realisateurs",
            "cineaste",
            "de",
            "auteur",
        ),
    ),
    Target("countries", "Pays", values.text(longest=200), ("nationalite", "origine")),
    Target(
        "year",
        "Année",
        values.whole(least=1890, most=2100, required=True),
        ("annee de production", "annee de sortie", "date de production", "millesime"),
        is_required=True,
    ),
    Target("duration_min", "Durée", duration, ("duree min", "duree en minutes", "minutes")),
    Target(
        "visa_number",
        "Numéro de visa",
        visa,
        ("visa", "n visa", "no visa", "n de visa", "visa n", "visa d exploitation", "num visa"),
    ),
    Target("visa_on", "Date du visa", values.day, ("date visa", "date de visa", "visa du")),
    Target(
        "distributor", "Distributeur", values.text(longest=200), ("distribution", "ayant droit")
    ),
    Target(
        "age_advice",
        "Classification",
        values.text(longest=120),
        ("age", "age conseille", "interdiction", "restriction"),
    ),
    Target("audience", "Public conseillé", values.among(Audience.choices), ("public",)),
    Target("genre", "Genre", values.among(Genre.choices)),
    Target("languages", "Langues", values.text(longest=200), ("langue",)),
    Target("versions", "Versions", versions, ("version", "vf vo")),
    Target(
        "has_subtitles_sme",
        "Sous-titres SME",
        values.yes_no,
        ("sme", "st sme", "vfst sme", "sous titres sourds et malentendants"),
    ),
    Target("has_audiodescription", "Audiodescription", values.yes_no, ("ad", "audio description")),
    Target("tariff", "Tarif HT", values.amount, ("tarif", "prix", "droits", "prix ht", "cout")),
    Target("conditions", "Conditions", values.text(longest=2_000), ("remarques", "observations")),
    Target("supports", "Supports", values.text(longest=120), ("support", "format", "materiel")),
    Target("synopsis", "Résumé", values.text(longest=5_000), ("synopsis", "histoire", "pitch")),
    Target("trailer", "Bande-annonce", address, ("lien", "trailer", "ba")),
    Target("favourite", "Coup de cœur", values.yes_no, ("favori", "selection")),
)
BY_NAME = {target.name: target for target in TARGETS}


def guess(headings: Sequence[Any]) -> dict[str, int]:
    """Each fact's column by its heading, the first that suits; the person corrects the rest."""
    folded = [fold(values.shown(heading)) for heading in headings]
    found: dict[str, int] = {}
    for target in TARGETS:
        rank = next((rank for rank, heading in enumerate(folded) if target.suits(heading)), None)
        if rank is not None and rank not in found.values():
            found[target.name] = rank
    return found


def missing(mapping: Mapping[str, int]) -> list[str]:
    """The labels of the facts without which no line can be read."""
    return [one.label for one in TARGETS if one.is_required and one.name not in mapping]
