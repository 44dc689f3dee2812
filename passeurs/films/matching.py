"""A read line against the catalogue: a new film, one that is known, one whose facts change."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from passeurs.calls.models import Edition
from passeurs.core.folding import fold

from .columns import BY_NAME
from .enums import LineState
from .models import Film, ListedFilm
from .reading import FilmLine

FACTS = tuple(name for name in BY_NAME if name != "favourite")
CORRECTED = frozenset(FACTS) - {"title", "year"}
"""What a line may correct of a film it was matched with: what it is, never which one it is."""


@dataclass(frozen=True)
class Judged:
    """A line and what becomes of it. `changes` are the facts that would be written to `film`."""

    line: FilmLine
    state: LineState
    film: Film | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def reason(self) -> str:
        return "\u202f; ".join(self.line.reasons)


class Matcher:
    """Knows the whole catalogue, read once; a coordination corrects only the films it lists alone.

    The catalogue is common: what another coordination relies on is completed where it is blank,
    never rewritten.
    """

    def __init__(self, edition: Edition) -> None:
        films = Film.objects.only("pk", *FACTS)
        self.by_visa: dict[str, Film] = {}
        self.by_key: dict[tuple[str, int], Film] = {}
        for film in films.iterator(chunk_size=2_000):
            self.by_key.setdefault((fold(film.title), film.year), film)
            if film.visa_number:
                self.by_visa.setdefault(film.visa_number, film)
        elsewhere = ListedFilm.objects.exclude(edition__coordination=edition.coordination_id)
        self.held = set(elsewhere.values_list("film", flat=True))
        self.seen: dict[Any, int] = {}

    def judge(self, lines: Iterable[FilmLine]) -> Iterator[Judged]:
        for line in lines:
            yield self._judge(line)

    def _judge(self, line: FilmLine) -> Judged:
        if line.reasons:
            return Judged(line, LineState.REFUSED)
        film = self._find(line)
        mark = film.pk if film else line.key
        if not line.reasons and mark in self.seen:
            line.reasons.append(f"ce film est déjà à la ligne {self.seen[mark]}")
        visa = line.facts.get("visa_number")
        if not line.reasons and not film and visa and ("visa", visa) in self.seen:
            line.reasons.append(f"ce visa est déjà à la ligne {self.seen['visa', visa]}")
        if line.reasons:
            return Judged(line, LineState.REFUSED)
        self.seen[mark] = self.seen["visa", visa or line.line] = line.line
        return self._compare(line, film) if film else Judged(line, LineState.NEW)

    def _find(self, line: FilmLine) -> Film | None:
        """By visa, else by title and year; the same visa on another title is a doubt, refused."""
        visa = line.facts.get("visa_number")
        film = self.by_visa.get(visa) if visa else None
        if film is None:
            film = self.by_key.get(line.key)
            is_other = film and film.visa_number and visa and film.visa_number != visa
            return None if is_other else film
        titles = {fold(film.title), fold(film.original_title)} - {""}
        told = {line.key[0], fold(line.facts.get("original_title") or "")} - {""}
        if film.year != line.facts["year"] and not titles & told:
            line.reasons.append(
                f"le visa {visa} est celui de «\u00a0{film}\u00a0»\u00a0: vérifiez l’un ou l’autre"
            )
        return film

    def _compare(self, line: FilmLine, film: Film) -> Judged:
        differing = {
            name: value
            for name, value in line.facts.items()
            if name in CORRECTED and not _is_same(getattr(film, name), value)
        }
        may_correct = film.pk not in self.held
        changes = {
            name: value
            for name, value in differing.items()
            if may_correct or getattr(film, name) in (None, "", [])
        }
        kept = [BY_NAME[name].label.lower() for name in differing if name not in changes]
        note = f"gardé tel qu’au catalogue commun\u00a0: {', '.join(kept)}" if kept else ""
        state = LineState.CHANGED if changes else LineState.KNOWN
        return Judged(line, state, film, changes, note)


def _is_same(held: Any, told: Any) -> bool:
    """Capitals and accents are a matter of typing, not a correction."""
    if isinstance(held, str) and isinstance(told, str):
        return fold(held) == fold(told)
    return bool(held == told)


def tally(judged: Iterable[Judged]) -> Counter[str]:
    return Counter(str(one.state) for one in judged)
