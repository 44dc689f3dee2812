"""What the page of a scenario shows besides its rows: judged once a change, then remembered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from django.utils.functional import SimpleLazyObject

from passeurs.accounts.models import User

from ..models import Scenario
from .remembered import Memory
from .scenarios import Board, Gauge, Ground, Row, ground_of, plot_of, title_of

MOST_TOLD = 30


@dataclass(frozen=True)
class Told:
    """Sentences, the first ones only; `count` is of all of them."""

    first: list[str]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.first)


@dataclass(frozen=True)
class Face:
    """A scenario as its reader sees it, without what is only read dossier by dossier.

    `ranking` lists passages, best first; the first `line` of them are above the cut. `withdrawn`
    are the titles of those that their holder took back: they receive nothing here any more.
    """

    is_whole: bool
    ranking: list[int]
    line: int
    withdrawn: list[str]
    gauges: list[Gauge]
    given: Decimal
    served: int
    broken: Told
    unbalanced: Told
    limits: Told
    reasons: Told

    @property
    def upper(self) -> int:
        """The line one place higher, as it is sent to move it."""
        return max(self.line - 1, 0)

    @property
    def lower(self) -> int:
        return min(self.line + 1, len(self.ranking))


def face_of(scenario: Scenario, user: User) -> Face:
    """Judged anew when an amount, a rule, a dossier or a mark changed; else as remembered."""
    (found,) = faces_of([scenario], user)
    return found


def faces_of(scenarios: Sequence[Scenario], user: User) -> list[Face]:
    """Those of scenarios of one sitting, on the same ground."""
    if not scenarios:
        return []
    sitting = scenarios[0].sitting
    memory = Memory(sitting, user)
    ground = cast("Ground", SimpleLazyObject(lambda: ground_of(sitting, user)))

    def face(one: Scenario) -> Face:
        version = (str(one.pk), one.version, one.touched_at, repr(one.options))
        return memory.of("scenario", version, lambda: _drawn(Board(one, ground)))

    return [face(one) for one in scenarios]


def _drawn(board: Board) -> Face:
    return Face(
        is_whole=board.ground.is_whole,
        ranking=[one.pk for one in board.ranking],
        line=board.line,
        withdrawn=[title_of(one) for one in board.withdrawn],
        gauges=board.gauges,
        given=board.given,
        served=board.served,
        broken=_told(board.broken),
        unbalanced=_told(board.unbalanced),
        limits=_told(board.limits),
        reasons=_told(board.reasons),
    )


def _told(sentences: list[str]) -> Told:
    return Told(sentences[:MOST_TOLD], len(sentences))


def rows_of(face: Face, scenario: Scenario, user: User, passages: Iterable[int]) -> list[Row]:
    """These dossiers of the ranking, in its order, each with its place in the whole."""
    places = {pk: place for place, pk in enumerate(face.ranking, start=1)}
    board = Board(scenario, plot_of(scenario.sitting, user, passages))
    return [
        replace(row, number=places[pk], is_above=places[pk] <= face.line)
        for row in board.rows
        if (pk := row.passage.pk) in places
    ]
