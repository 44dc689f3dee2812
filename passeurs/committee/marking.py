"""The grid of a sitting and what marks add up to; pure.

A score goes from 0 (every criterion at its lowest) to 1 (each at its highest), and is read out of
20. Weights are those of the edition's grid, as it was when the reading opened.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

OUT_OF = Decimal(20)
FINE = Decimal("0.0001")


@dataclass(frozen=True)
class Criterion:
    """A line of the grid; a mark below `comment_under` calls for a comment."""

    code: str
    label: str
    help: str = ""
    weight: int = 1
    minimum: int = 0
    maximum: int = 5
    comment_under: int | None = None

    @property
    def scale(self) -> range:
        return range(self.minimum, self.maximum + 1)

    def part(self, value: int) -> Decimal:
        """The mark from 0 to 1; a scale of one mark alone is worth nothing."""
        width = self.maximum - self.minimum
        return Decimal(value - self.minimum) / width if width else Decimal(0)

    def calls_for_comment(self, value: int) -> bool:
        return self.comment_under is not None and value < self.comment_under


def grid_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """The grid as a sitting keeps it (the `grid` of an edition document)."""
    names = Criterion.__dataclass_fields__
    return tuple(Criterion(**{k: row[k] for k in names if k in row}) for row in rows)


def score_of(grid: Sequence[Criterion], marks: Mapping[str, int]) -> Decimal | None:
    """The weighted mean of the marks, from 0 to 1; None while a criterion has none."""
    total = sum(one.weight for one in grid)
    if not total or any(one.code not in marks for one in grid):
        return None
    parts = sum((one.part(marks[one.code]) * one.weight for one in grid), Decimal(0))
    return (parts / total).quantize(FINE)


def lacks(
    grid: Sequence[Criterion], marks: Mapping[str, int], comments: Mapping[str, str]
) -> list[str]:
    """What a reading still needs before it is given, one sentence each."""
    found = []
    for one in grid:
        if one.code not in marks:
            found.append(f"«\u00a0{one.label}\u00a0» n’a pas de note.")
        elif one.calls_for_comment(marks[one.code]) and not comments.get(one.code, "").strip():
            found.append(
                f"«\u00a0{one.label}\u00a0»\u00a0: une note sous {one.comment_under} demande un "
                "commentaire."
            )
    return found


@dataclass(frozen=True)
class Figures:
    """What several readers think of one dossier, out of 20."""

    count: int
    mean: Decimal
    median: Decimal
    spread: Decimal

    def is_to_discuss(self, threshold: Decimal) -> bool:
        """Whether the readers stand apart, by the sitting's own measure."""
        return self.count > 1 and self.spread >= threshold


def figures_of(scores: Sequence[Decimal]) -> Figures | None:
    """Mean, median and the gap between the highest and the lowest; None without a score."""
    if not scores:
        return None
    mean = sum(scores, Decimal(0)) / len(scores)
    gap = max(scores) - min(scores)
    return Figures(len(scores), out_of(mean), out_of(Decimal(median(scores))), out_of(gap))


def out_of(score: Decimal) -> Decimal:
    """A score from 0 to 1, out of 20, to the tenth."""
    return (score * OUT_OF).quantize(Decimal("0.1"))


def one_each(rows: Iterable[tuple[int, int | None, Decimal]]) -> list[Decimal]:
    """The scores that count among (seat, seat stood in for, score): a titular's, else of the first
    suppléant who gave one. At one table, titular and suppléant have one voice.
    """
    found: dict[int, tuple[bool, Decimal]] = {}
    for seat, titular, score in rows:
        key = titular or seat
        if key not in found or (titular is None and not found[key][0]):
            found[key] = titular is None, score
    return [score for _, score in found.values()]


@dataclass(frozen=True)
class Dot:
    """Where a score is drawn on the line from 0 to 20 (`spread.html`); equal ones are stacked."""

    x: int
    y: int


LEFT, WIDTH, BASE, STEP = 4, 200, 20, 9


def place_of(score: Decimal) -> int:
    return LEFT + round(score * WIDTH)


def dots(scores: Iterable[Decimal]) -> list[Dot]:
    """One dot a score, from the lowest; those at one place stand one above the other."""
    found: list[Dot] = []
    for x in sorted(place_of(one) for one in scores):
        found.append(Dot(x, BASE - STEP * sum(one.x == x for one in found)))
    return found
