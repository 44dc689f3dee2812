"""Two scenarios side by side, as one reader sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from passeurs.accounts.models import User
from passeurs.core.typography import euros
from passeurs.organisations.enums import ActorKind
from passeurs.sharing.comparing import Comparison, Sides, compare
from passeurs.territories.regions import DEPARTMENTS

from ..models import Scenario
from .remembered import Memory
from .scenarios import Board, ground_of

ZONES = {"qpv": "Quartiers prioritaires", "rural": "Communes rurales"}
NEWNESS = {"new": "Nouveaux porteurs", "returning": "Déjà venus"}


@dataclass(frozen=True)
class Difference:
    """One dossier that the second scenario serves otherwise."""

    passage: int
    title: str
    holder: str
    before: Decimal
    after: Decimal

    @property
    def gap(self) -> Decimal:
        return self.after - self.before

    @property
    def said(self) -> str:
        if not self.before:
            return f"entre, avec {euros(self.after)}"
        if not self.after:
            return f"sort, et perd {euros(self.before)}"
        return f"{'gagne' if self.gap > 0 else 'perd'} {euros(abs(self.gap))}"


@dataclass(frozen=True)
class Pairing:
    """The first scenario's figures beside the second's."""

    first: Board
    second: Board

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.first.plan, self.second.plan, self.first.ground.asked_of)

    @property
    def differences(self) -> list[Difference]:
        """In the first scenario's ranking."""
        found = self.comparison.by_dossier
        rows = [(one, found.get(one.request.dossier)) for one in self.first.rows]
        return [
            Difference(one.passage.pk, one.title, one.passage.dossier.structure.name, *pair)
            for one, pair in rows
            if pair
        ]

    @property
    def sides(self) -> Sides:
        return self.comparison.total

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, Sides]]]]:
        found = self.comparison
        kinds = {kind.value: str(kind.label) for kind in ActorKind}
        return [
            ("Par département", _named(found.by_department, DEPARTMENTS)),
            ("Par famille de porteurs", _named(found.by_kind, kinds)),
            ("Par territoire", _named(found.by_zone, ZONES)),
            ("Nouveaux ou déjà venus", _named(found.by_newness, NEWNESS)),
        ]

    @property
    def by_envelope(self) -> list[tuple[str, Decimal, Decimal]]:
        pairs = zip(self.first.gauges, self.second.gauges, strict=True)
        return [(one.funder, one.given, other.given) for one, other in pairs]


@dataclass(frozen=True)
class Contrast:
    """What the page shows of a pairing."""

    is_whole: bool
    differences: list[Difference]
    by_envelope: list[tuple[str, Decimal, Decimal]]
    groups: list[tuple[str, list[tuple[str, Sides]]]]


def contrast_of(first: Scenario, second: Scenario, user: User) -> Contrast:
    """Worked out anew when one of both, or what they are judged on, changed; else remembered."""
    version = [(str(one.pk), one.version, one.touched_at) for one in (first, second)]
    memory = Memory(first.sitting, user)
    return memory.of("comparison", version, lambda: _contrast(first, second, user))


def _contrast(first: Scenario, second: Scenario, user: User) -> Contrast:
    pairing = pairing_of(first, second, user)
    whole = pairing.first.ground.is_whole
    return Contrast(whole, pairing.differences, pairing.by_envelope, pairing.groups)


def pairing_of(first: Scenario, second: Scenario, user: User) -> Pairing:
    ground = ground_of(first.sitting, user)
    return Pairing(Board(first, ground), Board(second, ground))


def _named(sides: Mapping[str, Sides], names: Mapping[str, str]) -> list[tuple[str, Sides]]:
    return [(names.get(key, key) or "Non renseigné", pair) for key, pair in sides.items()]
