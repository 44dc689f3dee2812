"""Who fits an action, and why: what is known speaks, what is not known never says no; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from passeurs.core.folding import fold
from passeurs.core.typography import MONTHS, NBSP, french_date

from .enums import AudienceKind, Craft
from .rules import distance_m, told_distance

type Point = tuple[float, float]
"""(latitude, longitude), in degrees."""

LONGEST_SPAN_MONTHS = 12
SHORTEST_WORD = 5
METRES = 1000


class Fit(StrEnum):
    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


@dataclass(frozen=True)
class Wanted:
    """What an action needs; an empty part asks nothing. `on` and `until` are its days."""

    crafts: frozenset[str] = frozenset()
    point: Point | None = None
    department: str = ""
    on: date | None = None
    until: date | None = None
    publics: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Profile:
    """What a card says of somebody. `travels_km` is how far they go from `home`; `months` are
    those when they work, `away` the days when they do not, both ends included.
    """

    key: int
    name: str
    crafts: frozenset[str] = frozenset()
    home: Point | None = None
    travels_km: int | None = None
    departments: frozenset[str] = frozenset()
    works_everywhere: bool = False
    months: frozenset[int] = frozenset()
    away: tuple[date, date] | None = None
    publics: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """What is said of one thing; `about` is the craft, the days, or "" for the rest."""

    fit: Fit
    words: str
    about: str = ""


@dataclass(frozen=True)
class Match:
    """Somebody, and what speaks for and against; `metres` is None when a point is missing."""

    profile: Profile
    reasons: tuple[Reason, ...]
    metres: float | None = None

    def count(self, fit: Fit) -> int:
        return sum(reason.fit == fit for reason in self.reasons)

    @property
    def is_free(self) -> bool:
        """Nothing says that they are not there on those days."""
        return not self.is_against("days")

    def is_against(self, about: str) -> bool:
        return any(one.about == about and one.fit == Fit.NO for one in self.reasons)

    @property
    def rank(self) -> tuple[bool, int, int, float, str]:
        far = self.metres if self.metres is not None else float("inf")
        sure, against = self.count(Fit.YES), self.count(Fit.NO)
        return (self.is_against("craft"), against, -sure, far, fold(self.profile.name))


def ranked(wanted: Wanted, profiles: Iterable[Profile]) -> list[Match]:
    """Those who fit best first: of the craft, then the fewest objections, the most that is sure,
    the nearest.
    """
    return sorted((judged(wanted, one) for one in profiles), key=lambda match: match.rank)


def judged(wanted: Wanted, profile: Profile) -> Match:
    """What speaks for and against one person, in the order in which one asks."""
    metres = _metres(wanted.point, profile.home)
    found = (
        _of_craft(wanted, profile),
        _of_place(wanted, profile, metres),
        _of_days(wanted, profile),
        _of_publics(wanted, profile),
    )
    return Match(profile, tuple(reason for reason in found if reason), metres)


def crafts_said_in(text: str) -> frozenset[str]:
    """The crafts that a few words speak of: « Atelier de bruitage » speaks of sound."""
    spoken = fold(text)
    return frozenset(craft.value for craft in Craft if any(w in spoken for w in _words(craft)))


def _words(craft: Craft) -> list[str]:
    """The telling words of a craft's label; « cinéma » tells nothing here."""
    words = fold(craft.label).replace(",", " ").split()
    return [word for word in words if len(word) >= SHORTEST_WORD and word != "cinema"]


def _metres(point: Point | None, home: Point | None) -> float | None:
    return None if point is None or home is None else distance_m(*point, *home)


def _of_craft(wanted: Wanted, profile: Profile) -> Reason | None:
    if not wanted.crafts:
        return None
    shared = [Craft(code).label for code in sorted(wanted.crafts & profile.crafts)]
    if shared:
        return Reason(Fit.YES, ", ".join(shared).lower())
    if not profile.crafts:
        return Reason(Fit.UNKNOWN, "métier à demander")
    return Reason(Fit.NO, "un autre métier", about="craft")


def _of_place(wanted: Wanted, profile: Profile, metres: float | None) -> Reason | None:
    if metres is None:
        return _of_department(wanted, profile)
    told = f"à {told_distance(metres)}"
    if profile.travels_km is None:
        return Reason(Fit.YES if _covers(wanted, profile) else Fit.UNKNOWN, told)
    if metres <= profile.travels_km * METRES:
        return Reason(Fit.YES, told)
    return Reason(Fit.NO, f"{told}, se déplace jusqu’à {profile.travels_km}{NBSP}km")


def _of_department(wanted: Wanted, profile: Profile) -> Reason | None:
    if not wanted.department:
        return None
    if _covers(wanted, profile):
        return Reason(Fit.YES, "se déplace dans ce département")
    if profile.departments:
        return Reason(Fit.NO, "travaille dans d’autres départements")
    return Reason(Fit.UNKNOWN, "lieu de départ à demander")


def _covers(wanted: Wanted, profile: Profile) -> bool:
    return profile.works_everywhere or wanted.department in profile.departments


def _of_days(wanted: Wanted, profile: Profile) -> Reason | None:
    if wanted.on is None:
        return None
    until = max(wanted.until or wanted.on, wanted.on)
    if profile.away and profile.away[0] <= until and wanted.on <= profile.away[1]:
        return Reason(Fit.NO, "dit n’être pas libre ces jours-là", about="days")
    asked = _months(wanted.on, until)
    if not profile.months:
        return Reason(Fit.UNKNOWN, "disponibilité à demander")
    if not asked & profile.months:
        return Reason(Fit.NO, "ne travaille pas ces mois-là", about="days")
    free = [MONTHS[month - 1] for month in sorted(asked & profile.months)]
    if asked <= profile.months:
        return Reason(Fit.YES, f"disponible en {_spoken(free)}")
    return Reason(Fit.UNKNOWN, f"disponible en {_spoken(free)} seulement")


def _months(on: date, until: date) -> frozenset[int]:
    """The months that a span of days touches."""
    span = (until.year - on.year) * 12 + until.month - on.month
    count = min(span + 1, LONGEST_SPAN_MONTHS)
    return frozenset((on.month - 1 + step) % 12 + 1 for step in range(count))


def _of_publics(wanted: Wanted, profile: Profile) -> Reason | None:
    shared = wanted.publics & profile.publics
    if not wanted.publics or not (shared or not profile.publics):
        return None
    if not shared:
        return Reason(Fit.UNKNOWN, "publics à demander")
    labels = [AudienceKind(code).label for code in AudienceKind.values if code in shared]
    return Reason(Fit.YES, f"travaille avec ce public : {', '.join(labels).lower()}")


def _spoken(names: list[str]) -> str:
    """« mars », « mars et avril », « mars, avril et mai »."""
    return " et ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else "".join(names)


def told_away(away: tuple[date, date] | None) -> str:
    """« du 3 mai 2027 au 20 mai 2027 », or nothing."""
    return f"du {french_date(away[0])} au {french_date(away[1])}" if away else ""


def told_months(months: Iterable[int]) -> str:
    """« toute l’année », « mars et avril », or nothing."""
    known = sorted(set(months))
    return "toute l’année" if len(known) == len(MONTHS) else _spoken([MONTHS[m - 1] for m in known])
