"""A scenario as its reader sees it: amounts, what is left, every rule it breaks.

A dossier that the reader may not see is nowhere: neither in a row, nor in a total, nor in what is
left of an envelope, which is then not told at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from passeurs.accounts.models import User
from passeurs.sharing import binding, words
from passeurs.sharing.checking import Breach, check, tabled
from passeurs.sharing.facts import Envelope as Pot
from passeurs.sharing.facts import Options, Pair, Plan, Request
from passeurs.territories.regions import DEPARTMENTS

from ..models import Envelope, Passage, Scenario, Sitting
from .requests import ZERO, Sheaf, envelope_facts, key_of, requests_of, sheaf_of
from .scores import ranks_of
from .wishes import options_of

MOST_SEGMENTS = 80


@dataclass(frozen=True)
class Ground:
    """What the scenarios of a sitting are judged on, for one reader."""

    sitting: Sitting
    sheaf: Sheaf
    envelopes: list[Envelope]
    requests: Mapping[int, Request]

    @property
    def is_whole(self) -> bool:
        return self.sheaf.is_whole

    @property
    def asked_of(self) -> list[Request]:
        return list(self.requests.values())

    @cached_property
    def pots(self) -> list[Pot]:
        return [envelope_facts(one) for one in self.envelopes]

    @cached_property
    def by_key(self) -> dict[str, Passage]:
        return {key_of(one): one for one in self.sheaf.standing}

    @cached_property
    def names(self) -> dict[str, str]:
        """What `sharing.words` calls dossiers, envelopes, holders, departments."""
        found = dict(DEPARTMENTS) | {str(one.pk): one.funder for one in self.envelopes}
        for key, passage in self.by_key.items():
            request = self.requests[passage.pk]
            found[key] = f"« {title_of(passage)} »"
            found[request.bearer] = passage.dossier.structure.name
        return found

    def ranked(self, order: list[int]) -> list[Passage]:
        """The passages in a scenario's order, those it does not know last."""
        places = {pk: place for place, pk in enumerate(order)}
        return sorted(
            self.sheaf.standing, key=lambda one: (places.get(one.pk, len(order)), one.rank, one.pk)
        )


def title_of(passage: Passage) -> str:
    return passage.dossier.project.title or passage.dossier.reference


def ground_of(sitting: Sitting, user: User) -> Ground:
    sheaf = sheaf_of(sitting, user)
    envelopes = list(sitting.envelopes.all())
    found = requests_of(sheaf.standing, envelopes, ranks_of(sitting, user))
    return Ground(sitting, sheaf, envelopes, found)


def plot_of(sitting: Sitting, user: User, passages: Iterable[int]) -> Ground:
    """A few dossiers of the ground, without their scores: what a page of a table shows."""
    sheaf = sheaf_of(sitting, user, among=passages)
    envelopes = list(sitting.envelopes.all())
    return Ground(sitting, sheaf, envelopes, requests_of(sheaf.standing, envelopes, {}))


@dataclass(frozen=True)
class Cell:
    """What one envelope is asked, and gives, for one dossier; `name` is that of its field."""

    name: str
    envelope: Envelope
    asked: Decimal
    amount: Decimal
    is_open: bool


@dataclass(frozen=True)
class Row:
    """A dossier of the ranking; `number` counts what the reader sees, so it has no hole."""

    number: int
    passage: Passage
    request: Request
    cells: list[Cell]
    is_above: bool

    @property
    def title(self) -> str:
        return title_of(self.passage)

    @property
    def given(self) -> Decimal:
        return sum((one.amount for one in self.cells), ZERO)

    @property
    def asked(self) -> Decimal:
        return sum(self.request.asked.values(), ZERO)

    @property
    def tone(self) -> tuple[str, str]:
        if not self.given:
            return "mute", "Rien"
        return ("ok", "En entier") if self.given >= self.asked else ("wait", "En partie")


@dataclass(frozen=True)
class Gauge:
    """An envelope and what is taken from it; `left` is None where it would tell too much.

    `segments` says where a project ends and the next begins, while they can be told apart.
    """

    key: int
    funder: str
    total: Decimal
    given: Decimal
    count: int
    left: Decimal | None
    asked: Decimal
    segments: list[dict[str, str]]
    fill: str
    rail: str
    wish: str

    @property
    def is_over(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def over(self) -> Decimal:
        return -self.left if self.left is not None and self.left < 0 else ZERO


class Board:
    """One scenario on its ground."""

    def __init__(self, scenario: Scenario, ground: Ground) -> None:
        self.scenario, self.ground = scenario, ground

    @cached_property
    def amounts(self) -> dict[tuple[int, int], Decimal]:
        """By passage and envelope."""
        rows = self.scenario.portions.order_by()
        if self.ground.sheaf.is_part:
            rows = rows.filter(passage__in=list(self.ground.requests))
        found = rows.values_list("passage", "envelope", "amount")
        return {(passage, envelope): amount for passage, envelope, amount in found}

    @cached_property
    def ranking(self) -> list[Passage]:
        return self.ground.ranked(self.scenario.order)

    @cached_property
    def line(self) -> int:
        """How many of the ranking, as this reader sees it, are above the cut."""
        above = set(self.scenario.order[: self.scenario.line])
        return sum(one.pk in above for one in self.ranking)

    @cached_property
    def plan(self) -> Plan:
        found: dict[Pair, Decimal] = {}
        for passage in self.ranking:
            for envelope in self.ground.envelopes:
                if amount := self.amounts.get((passage.pk, envelope.pk)):
                    found[key_of(passage), str(envelope.pk)] = amount
        return Plan(found)

    @cached_property
    def options(self) -> Options:
        return options_of(self.scenario.options, self.ground.by_key)

    @cached_property
    def rows(self) -> list[Row]:
        return [
            Row(place + 1, one, self.ground.requests[one.pk], self._cells(one), place < self.line)
            for place, one in enumerate(self.ranking)
        ]

    @property
    def withdrawn(self) -> list[Passage]:
        """Those that their holder took back: they receive nothing here any more."""
        return [one for one in self.ground.sheaf.passages if not one.dossier.is_filed]

    def _cells(self, passage: Passage) -> list[Cell]:
        request = self.ground.requests[passage.pk]
        return [
            Cell(
                f"m-{passage.pk}-{one.pk}",
                one,
                request.asked[one.source],
                self.amounts.get((passage.pk, one.pk), ZERO),
                bool(request.asked[one.source]),
            )
            for one in self.ground.envelopes
        ]

    @cached_property
    def breaches(self) -> list[Breach]:
        """Rules first, then the projects that no longer balance; nothing of what is hidden."""
        found = check(self.plan, self.ground.asked_of, self.ground.pots, self.options)
        if not self.ground.is_whole:
            found = [replace(one, rooms=None) for one in found]
        return sorted(found, key=lambda one: not one.is_blocking)

    @property
    def broken(self) -> list[str]:
        return [words.sentence(one, self.ground.names) for one in self.breaches if one.is_blocking]

    @property
    def unbalanced(self) -> list[str]:
        found = [one for one in self.breaches if not one.is_blocking]
        return [words.sentence(one, self.ground.names) for one in found]

    @cached_property
    def binding(self) -> binding.Binding:
        """What holds the plan; nothing for a reader to whom it would tell hidden amounts."""
        if not self.ground.is_whole:
            return binding.NOTHING_BINDS
        ground = self.ground
        return binding.bind(tabled(self.plan, ground.asked_of, ground.pots, self.options))

    @property
    def limits(self) -> list[str]:
        return [words.limit_sentence(one, self.ground.names) for one in self.binding.tight]

    @property
    def reasons(self) -> list[str]:
        return [words.reason_sentence(one, self.ground.names) for one in self.binding.reasons]

    @cached_property
    def gauges(self) -> list[Gauge]:
        return [self._gauge(one) for one in self.ground.envelopes]

    @property
    def given(self) -> Decimal:
        return sum((one.given for one in self.rows), ZERO)

    @property
    def served(self) -> int:
        return sum(bool(one.given) for one in self.rows)

    def _gauge(self, envelope: Envelope) -> Gauge:
        amounts = [self.amounts.get((one.pk, envelope.pk), ZERO) for one in self.ranking]
        asks = [self.ground.requests[one.pk].asked[envelope.source] for one in self.ranking]
        given, asked = sum(amounts, ZERO), sum(asks, ZERO)
        scale = max(envelope.total, given, asked if self.ground.is_whole else ZERO, Decimal(1))
        return Gauge(
            key=envelope.pk,
            funder=envelope.funder,
            total=envelope.total,
            given=given,
            count=sum(bool(one) for one in amounts),
            left=envelope.total - given if self.ground.is_whole else None,
            asked=asked,
            segments=_segments(amounts, scale),
            fill=at(given, scale),
            rail=at(envelope.total, scale),
            wish=at(max(asked - envelope.total, ZERO), scale),
        )


def at(amount: Decimal, scale: Decimal) -> str:
    """A width of a drawing, in percent."""
    return f"{amount * 100 / scale:.2f}%"


def _segments(amounts: list[Decimal], scale: Decimal) -> list[dict[str, str]]:
    """Where one dossier ends and the next begins; nothing where they would make one grey."""
    if sum(bool(one) for one in amounts) > MOST_SEGMENTS:
        return []
    found, reached = [], ZERO
    for amount in amounts:
        reached += amount
        if amount:
            found.append({"at": at(reached, scale)})
    return found[:-1]


def board_of(scenario: Scenario, user: User) -> Board:
    return Board(scenario, ground_of(scenario.sitting, user))


def scenarios_of(sitting: Sitting, user: User) -> Any:
    """One's own and those that are shared, the oldest first."""
    found = sitting.scenarios.visible_to(user).select_related("created_by")
    return found.order_by("created_at", "pk")
